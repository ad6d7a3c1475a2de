"""The scenarios of orm-scenarios.mjs through SQLAlchemy's session or Django's models, on SQLite, in memory.

Usage: clinic_orm.py sqlalchemy|django LABELS SCHEMA
"""

import json, logging, sys, time

library, labels, schema = sys.argv[1:4]


class Scenarios:
    def __init__(self, m):
        self.m = m

    def viewer_first(self):
        self.m.patient(40)
        for v in self.m.visits(8): self.m.patient(v.patient_id)

    def null_referrals(self):
        for v in self.m.visits(12):
            if v.referred_by is not None: self.m.staff(v.referred_by)

    def staff_cache(self):
        known = {}
        for v in self.m.visits(20):
            if v.staff_id not in known: known[v.staff_id] = self.m.staff(v.staff_id)

    def stop_when_found(self):
        for v in self.m.visits(15):
            if self.m.lines(v) and v.id >= 6: break

    def only_open(self):
        for v in self.m.visits(10):
            if v.status == "open": self.m.lines(v)

    def list_twice(self):
        self.m.visits(6)
        for v in self.m.visits(6): self.m.lines(v)

    def ward_tree(self):
        def walk(id):
            for w in self.m.ward_children(id): walk(w.id)
        walk(1)

    def ward_ancestors(self):
        id = 8
        while id is not None: id = self.m.ward(id).parent_id

    def computed_invoices(self):
        for v in self.m.visits(6): self.m.add_invoice(v.id, v.clinic * 110)

    def mark_done(self):
        for v in self.m.open_visits(5): self.m.set_status(v, "done")

    def raise_prices(self):
        for d in self.m.drugs(6): self.m.set_price(d, round(d.price * 1.1))

    def purge_lines(self):
        for l in self.m.last_lines(5): self.m.remove(l)

    def count_other_value(self):
        self.m.count_visits("done")
        self.m.page_of_visits("open", 10, 0)

    def count_page_plain(self):
        self.m.count_visits("done")
        self.m.page_of_visits("done", 10, 10)

    def badge_counts(self):
        for v in self.m.visits(7): self.m.count_lines(v.id)

    def can_see(self):
        for v in self.m.visits(9): self.m.may_view(1, v.id)

    def poll_job(self):
        for _ in range(4):
            self.m.job_state(4)
            time.sleep(0.12)

    def offset_export(self):
        for page in range(5): self.m.page_of_visits("done", 10, page * 10)

    def keyset_export(self):
        last = 0
        while rows := self.m.visits_after(last, 20): last = rows[-1].id

    def dashboard(self):
        for status in ["open", "done", "void", "late", "new"]: self.m.count_visits(status)
        self.m.visits(5)

    def preferences(self):
        for name in ["theme", "locale", "zone", "size"]: self.m.preference(name)

    def chunked(self):
        ids = [v.id for v in self.m.visits(24)]
        for at in range(0, 24, 6): self.m.lines_of_all(ids[at : at + 6])

    def one_batch(self):
        self.m.staff_of_all([v.staff_id for v in self.m.visits(9)])

    def nested_batches(self):
        lines = self.m.lines_of_all([v.id for v in self.m.visits(5)])
        self.m.drugs_of_all([l.drug_id for l in lines])

    def compare_two(self):
        self.m.patient(11)
        self.m.patient(29)

    def three_fixed(self):
        for id in [2, 5, 9]: self.m.staff(id)
        self.m.drugs(3)

    def import_rows(self):
        for n in range(8): self.m.add_patient(f"New {n}", f"+1{n}")

    def scattered_logs(self):
        self.m.note("begin")
        self.m.patient(5)
        self.m.note("patient read")
        self.m.visits(3)
        self.m.note("visits read")
        self.m.drugs(2)
        self.m.note("end")

    def keywords(self):
        for word in ["cough", "cold", "rash", "ache", "burn"]:
            if self.m.keyword(word) is None: self.m.add_keyword(word)

    def by_code(self):
        for code in ["D-3", "D-8", "D-15", "D-16", "D-23", "D-42"]: self.m.drug_by_code(code)

    def three_levels(self):
        for v in self.m.visits(3):
            for l in self.m.lines(v): self.m.drug(l.drug_id)

    def latest_visit(self):
        for p in self.m.patients(8): self.m.latest_visit(p.id)

    def three_per_row(self):
        for v in self.m.visits(5):
            self.m.lines(v)
            self.m.invoice_of(v.id)
            self.m.may_view(1, v.id)

    def single_row(self):
        for v in self.m.visits(1): self.m.patient(v.patient_id)

    def two_rows(self):
        for v in self.m.visits(2): self.m.lines(v)

    def eager(self):
        self.m.visits_with_relations(10)

    def bulk_create(self):
        self.m.add_keywords([f"bulk {n}" for n in range(6)])


def access(name):
    print(f'INFO:     127.0.0.1:5000 - "GET /{name} HTTP/1.1" 200 OK', flush=True)


def run(around, m):
    scenarios = Scenarios(m)
    for name in json.load(open(labels)):
        if not hasattr(scenarios, name): continue
        around(getattr(scenarios, name))
        access(name)


COLUMNS = {
    "patient": ["name", "phone"],
    "staff": ["name", "seen"],
    "drug": ["code", "name", "stock", "price"],
    "invoice": ["visit_id", "total"],
    "ward": ["parent_id", "name"],
    "keyword": ["word"],
    "access_grant": ["staff_id", "visit_id"],
    "activity": ["note"],
    "job": ["state"],
}

if library == "sqlalchemy":
    from sqlalchemy import create_engine, Column, ForeignKey, Integer, Text, select, func
    from sqlalchemy.orm import declarative_base, relationship, selectinload, joinedload, Session
    from sqlalchemy.pool import StaticPool

    Base = declarative_base()
    T = {
        table: type(table, (Base,), {"__tablename__": table, "id": Column(Integer, primary_key=True), **{c: Column(Text if c in ("name", "phone", "code", "word", "note", "state") else Integer) for c in columns}})
        for table, columns in COLUMNS.items()
    }

    class Line(Base):
        __tablename__ = "line"
        id = Column(Integer, primary_key=True)
        visit_id = Column(ForeignKey("visit.id"))
        drug_id = Column(Integer)
        qty = Column(Integer)

    class Visit(Base):
        __tablename__ = "visit"
        id = Column(Integer, primary_key=True)
        patient_id = Column(ForeignKey("patient.id"))
        staff_id = Column(Integer)
        referred_by = Column(Integer)
        status = Column(Text)
        clinic = Column(Integer)
        patient = relationship("patient")
        lines = relationship("Line")

    class Preference(Base):
        __tablename__ = "preference"
        name = Column(Text, primary_key=True)
        value = Column(Text)

    logging.basicConfig(stream=sys.stdout, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    engine = create_engine("sqlite://", poolclass=StaticPool, future=True)
    with engine.connect() as connection:
        connection.connection.executescript(open(schema).read())
    logging.getLogger("sqlalchemy.engine").setLevel(logging.INFO)
    s = None

    class Repository:
        def _get(self, table): return lambda id: s.get(T[table], id)
        def __init__(self):
            for name in ("patient", "staff", "drug", "ward"): setattr(self, name, self._get(name))
        def _all(self, query): return s.scalars(query).all()
        def visits(self, n): return self._all(select(Visit).order_by(Visit.id).limit(n))
        def patients(self, n): return self._all(select(T["patient"]).order_by(T["patient"].id).limit(n))
        def drugs(self, n): return self._all(select(T["drug"]).order_by(T["drug"].id).limit(n))
        def last_lines(self, n): return self._all(select(Line).order_by(Line.id.desc()).limit(n))
        def visits_after(self, id, n): return self._all(select(Visit).where(Visit.id > id).order_by(Visit.id).limit(n))
        def open_visits(self, n): return self._all(select(Visit).where(Visit.status == "open").order_by(Visit.id).limit(n))
        def page_of_visits(self, status, n, start): return self._all(select(Visit).where(Visit.status == status).order_by(Visit.id).limit(n).offset(start))
        def count_visits(self, status): return s.scalar(select(func.count()).select_from(Visit).where(Visit.status == status))
        def lines(self, visit): return visit.lines
        def count_lines(self, id): return s.scalar(select(func.count(Line.id)).where(Line.visit_id == id))
        def lines_of_all(self, ids): return self._all(select(Line).where(Line.visit_id.in_(ids)))
        def staff_of_all(self, ids): return self._all(select(T["staff"]).where(T["staff"].id.in_(ids)))
        def drugs_of_all(self, ids): return self._all(select(T["drug"]).where(T["drug"].id.in_(ids)))
        def may_view(self, staff, visit): return s.scalar(select(select(T["access_grant"]).where(T["access_grant"].staff_id == staff, T["access_grant"].visit_id == visit).exists()))
        def ward_children(self, id): return self._all(select(T["ward"]).where(T["ward"].parent_id == id))
        def preference(self, name): return s.get(Preference, name)
        def job_state(self, id): return s.scalar(select(T["job"].state).where(T["job"].id == id))
        def keyword(self, word): return s.scalars(select(T["keyword"]).where(T["keyword"].word == word)).first()
        def add_keyword(self, word): self._add(T["keyword"](word=word))
        def add_keywords(self, words): s.bulk_save_objects([T["keyword"](word=word) for word in words])
        def drug_by_code(self, code): return s.scalars(select(T["drug"]).where(T["drug"].code == code)).one()
        def latest_visit(self, id): return s.scalars(select(Visit).where(Visit.patient_id == id).order_by(Visit.id.desc()).limit(1)).first()
        def invoice_of(self, id): return s.scalars(select(T["invoice"]).where(T["invoice"].visit_id == id)).first()
        def _add(self, row):
            s.add(row)
            s.flush()
        def add_invoice(self, visit, total): self._add(T["invoice"](visit_id=visit, total=total))
        def add_patient(self, name, phone): self._add(T["patient"](name=name, phone=phone))
        def note(self, note): self._add(T["activity"](note=note))
        def set_status(self, visit, status):
            visit.status = status
            s.flush()
        def set_price(self, drug, price):
            drug.price = price
            s.flush()
        def remove(self, row):
            s.delete(row)
            s.flush()
        def visits_with_relations(self, n): return self._all(select(Visit).options(selectinload(Visit.lines), joinedload(Visit.patient)).order_by(Visit.id).limit(n))

    def around(scenario):
        global s
        with Session(engine, future=True) as s:
            scenario()
            s.commit()

    run(around, Repository())
else:
    from django.conf import settings

    settings.configure(
        DEBUG=True,
        INSTALLED_APPS=[],
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        LOGGING={
            "version": 1,
            "handlers": {"c": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout"}},
            "loggers": {"django.db.backends": {"level": "DEBUG", "handlers": ["c"]}},
        },
    )
    import django

    django.setup()
    from django.db import connection, models

    def model(table, fields):
        meta = type("Meta", (), {"app_label": "clinic", "db_table": table})
        return type(table, (models.Model,), {"__module__": __name__, "Meta": meta, **fields})

    def column(name):
        if name in ("name", "phone", "code", "word", "note", "state", "status"): return models.TextField()
        return models.IntegerField(null=True)

    T = {table: model(table, {c: column(c) for c in columns}) for table, columns in COLUMNS.items()}
    Visit = model("visit", {"patient": models.ForeignKey(T["patient"], models.CASCADE), **{c: column(c) for c in ("staff_id", "referred_by", "status", "clinic")}})
    Line = model("line", {"visit": models.ForeignKey(Visit, models.CASCADE, related_name="lines"), "drug_id": column("drug_id"), "qty": column("qty")})
    Preference = model("preference", {"name": models.TextField(primary_key=True), "value": models.TextField()})
    connection.ensure_connection()
    connection.connection.executescript(open(schema).read())

    class Repository:
        def _get(self, table): return lambda id: T[table].objects.get(pk=id)
        def __init__(self):
            for name in ("patient", "staff", "drug", "ward"): setattr(self, name, self._get(name))
        def visits(self, n): return list(Visit.objects.order_by("id")[:n])
        def patients(self, n): return list(T["patient"].objects.order_by("id")[:n])
        def drugs(self, n): return list(T["drug"].objects.order_by("id")[:n])
        def last_lines(self, n): return list(Line.objects.order_by("-id")[:n])
        def visits_after(self, id, n): return list(Visit.objects.filter(id__gt=id).order_by("id")[:n])
        def open_visits(self, n): return list(Visit.objects.filter(status="open").order_by("id")[:n])
        def page_of_visits(self, status, n, start): return list(Visit.objects.filter(status=status).order_by("id")[start : start + n])
        def count_visits(self, status): return Visit.objects.filter(status=status).count()
        def lines(self, visit): return list(visit.lines.all())
        def count_lines(self, id): return Line.objects.filter(visit_id=id).count()
        def lines_of_all(self, ids): return list(Line.objects.filter(visit_id__in=ids))
        def staff_of_all(self, ids): return list(T["staff"].objects.filter(pk__in=ids))
        def drugs_of_all(self, ids): return list(T["drug"].objects.filter(pk__in=ids))
        def may_view(self, staff, visit): return T["access_grant"].objects.filter(staff_id=staff, visit_id=visit).exists()
        def ward_children(self, id): return list(T["ward"].objects.filter(parent_id=id))
        def preference(self, name): return Preference.objects.get(pk=name)
        def job_state(self, id): return T["job"].objects.values_list("state", flat=True).get(pk=id)
        def keyword(self, word): return T["keyword"].objects.filter(word=word).first()
        def add_keyword(self, word): T["keyword"].objects.create(word=word)
        def add_keywords(self, words): T["keyword"].objects.bulk_create([T["keyword"](word=word) for word in words])
        def drug_by_code(self, code): return T["drug"].objects.get(code=code)
        def latest_visit(self, id): return Visit.objects.filter(patient_id=id).order_by("-id").first()
        def invoice_of(self, id): return T["invoice"].objects.filter(visit_id=id).first()
        def add_invoice(self, visit, total): T["invoice"].objects.create(visit_id=visit, total=total)
        def add_patient(self, name, phone): T["patient"].objects.create(name=name, phone=phone)
        def note(self, note): T["activity"].objects.create(note=note)
        def set_status(self, visit, status):
            visit.status = status
            visit.save()
        def set_price(self, drug, price):
            drug.price = price
            drug.save(update_fields=["price"])
        def remove(self, row): row.delete()
        def visits_with_relations(self, n):
            for v in Visit.objects.select_related("patient").prefetch_related("lines").order_by("id")[:n]: list(v.lines.all())

    run(lambda scenario: scenario(), Repository())
