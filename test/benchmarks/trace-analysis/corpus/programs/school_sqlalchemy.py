"""Usage: school_sqlalchemy.py LABELS"""
import json, sys
from sqlalchemy import create_engine, event, func, insert, select, update, delete, Boolean, Column, Date, ForeignKey, Integer, Table, Text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session, aliased, declarative_base, defer, joinedload, load_only, relationship, selectinload, subqueryload

Base = declarative_base()
course_tags = Table("course_tags", Base.metadata, Column("course_id", ForeignKey("courses.id")), Column("tag_id", ForeignKey("tags.id")))


class Teacher(Base):
    __tablename__ = "teachers"
    id = Column(Integer, primary_key=True)
    name = Column(Text)
    kind = Column(Text)
    courses_count = Column(Integer, default=0)
    courses = relationship("Course", back_populates="teacher", order_by="Course.id")


class Room(Base):
    __tablename__ = "rooms"
    id = Column(Integer, primary_key=True)
    name = Column(Text)
    floor = Column(Integer)


class Tag(Base):
    __tablename__ = "tags"
    id = Column(Integer, primary_key=True)
    name = Column(Text)


class Course(Base):
    __tablename__ = "courses"
    id = Column(Integer, primary_key=True)
    teacher_id = Column(ForeignKey("teachers.id"))
    room_id = Column(ForeignKey("rooms.id"))
    title = Column(Text)
    plan = Column(Text, default="")
    teacher = relationship(Teacher, back_populates="courses")
    room = relationship(Room)
    tags = relationship(Tag, secondary=course_tags)
    enrolments = relationship("Enrolment", back_populates="course")


class Pupil(Base):
    __tablename__ = "pupils"
    id = Column(Integer, primary_key=True)
    name = Column(Text)
    email = Column(Text)
    mentor_id = Column(ForeignKey("teachers.id"))
    mentor = relationship(Teacher)


class Enrolment(Base):
    __tablename__ = "enrolments"
    id = Column(Integer, primary_key=True)
    course_id = Column(ForeignKey("courses.id"))
    pupil_id = Column(ForeignKey("pupils.id"))
    active = Column(Boolean, default=True)
    course = relationship(Course, back_populates="enrolments")
    pupil = relationship(Pupil)


class Mark(Base):
    __tablename__ = "marks"
    id = Column(Integer, primary_key=True)
    enrolment_id = Column(ForeignKey("enrolments.id"))
    value = Column(Integer)


class Notice(Base):
    __tablename__ = "notices"
    id = Column(Integer, primary_key=True)
    body = Column(Text)
    read = Column(Boolean, default=False)


engine = create_engine("postgresql://postgres@127.0.0.1:54329/postgres", echo=True, future=True)


def courses(s, n, *options): return s.scalars(select(Course).options(*options).order_by(Course.id).limit(n)).all()


class S:
    def s_lazy(s): [c.teacher.name for c in courses(s, 9)]
    def s_lazy_collection(s): [len(c.enrolments) for c in courses(s, 6)]
    def s_selectin(s): [len(c.enrolments) for c in courses(s, 6, selectinload(Course.enrolments).selectinload(Enrolment.pupil))]
    def s_joined(s): [c.teacher.name for c in courses(s, 9, joinedload(Course.teacher))]
    def s_subquery(s): [len(c.enrolments) for c in courses(s, 6, subqueryload(Course.enrolments))]
    def s_secondary(s): [list(c.tags) for c in courses(s, 8)]
    def s_optional(s): [c.room and c.room.name for c in courses(s, 10)]
    def s_deferred(s): [c.plan for c in courses(s, 6, defer(Course.plan))]
    def s_expired(s):
        found = courses(s, 5)
        s.commit()
        [c.title for c in found]
    def s_merge(s):
        for n in range(1, 7): s.merge(Tag(id=n, name=f"tag {n}"))
    def s_get_each(s):
        for n in [3, 7, 9, 12, 14, 15]: s.get(Teacher, n)
    def s_get_same(s):
        for _ in range(4): s.get(Teacher, 3)
    def s_query_same(s):
        for _ in range(3): s.scalars(select(Teacher).where(Teacher.kind == "Assistant")).all()
    def s_count_each(s): [s.scalar(select(func.count()).select_from(Enrolment).where(Enrolment.course_id == c.id)) for c in courses(s, 6)]
    def s_exists_each(s): [s.scalar(select(select(Enrolment.id).where(Enrolment.course_id == c.id, Enrolment.active).exists())) for c in courses(s, 6)]
    def s_add_each(s):
        for n in range(5):
            s.add(Notice(body=f"n{n}"))
            s.flush()
    def s_add_all(s):
        s.add_all([Notice(body=f"n{n}") for n in range(6)])
        s.flush()
    def s_dirty(s):
        for n in s.scalars(select(Notice).order_by(Notice.id).limit(5)).all(): n.read = True
        s.flush()
    def s_execute_many(s): s.execute(insert(Notice), [{"body": f"m{n}"} for n in range(5)])
    def s_update_each(s):
        for n in s.scalars(select(Notice.id).order_by(Notice.id).limit(6)).all(): s.execute(update(Notice).where(Notice.id == n).values(read=True))
    def s_update_where(s): s.execute(update(Notice).where(Notice.read.is_(False)).values(read=True))
    def s_upsert_each(s):
        for n in range(5): s.execute(upsert(Tag).values(name=f"up {n}").on_conflict_do_nothing())
    def s_page(s):
        active = select(Enrolment).where(Enrolment.active.is_(True))
        s.scalar(select(func.count()).select_from(active.subquery()))
        s.scalars(active.order_by(Enrolment.id).limit(20).offset(20)).all()
    def s_legacy_page(s):
        q = s.query(Pupil).filter(Pupil.name.like("Pupil 1%"))
        q.order_by(Pupil.id).limit(10).all()
        q.count()
    def s_count_other(s):
        s.query(Pupil).filter(Pupil.mentor_id.is_(None)).count()
        s.query(Pupil).filter(Pupil.name.like("Pupil 2%")).order_by(Pupil.id).limit(10).all()
    def s_export(s):
        at = 0
        while rows := s.scalars(select(Mark).order_by(Mark.id).limit(100).offset(at)).all(): at += len(rows)
    def s_one_object(s):
        c = s.get(Course, 8)
        (c.teacher.name, c.room, len(c.enrolments), len(c.tags))
    def s_savepoints(s):
        for n in range(5):
            with s.begin_nested(): s.execute(insert(Notice).values(body=f"s{n}"))
    def s_retry(s):
        for attempt in range(2):
            room = s.execute(select(Room.floor).where(Room.id == 2)).scalar()
            s.execute(update(Room).where(Room.id == 2).values(floor=room))
            if attempt == 0: s.rollback()
    def s_two_levels(s):
        for t in s.scalars(select(Teacher).order_by(Teacher.id).limit(4)).all():
            for c in t.courses: len(c.enrolments)
    def s_reports(s):
        for kind in ["Lecturer", "Assistant", "Guest"]: s.scalar(select(func.count(Teacher.id)).where(Teacher.kind == kind))
    def s_random(s):
        for _ in range(3): s.scalars(select(Notice).order_by(func.random()).limit(1)).all()
    def s_delete_each(s):
        for m in s.scalars(select(Mark).order_by(Mark.id.desc()).limit(5)).all():
            s.delete(m)
            s.flush()
    def s_in_chunks(s):
        ids = s.scalars(select(Enrolment.id).order_by(Enrolment.id).limit(60)).all()
        for at in range(0, 60, 20): s.scalars(select(Mark).where(Mark.enrolment_id.in_(ids[at : at + 20]))).all()


for name in json.load(open(sys.argv[1])):
    if not hasattr(S, name): continue
    with engine.connect() as connection: connection.connection.cursor().execute(f"set application_name = 'GET /{name}'")
    with Session(engine, future=True) as s:
        getattr(S, name)(s)
        s.commit()
    print(f'INFO:     127.0.0.1:5000 - "GET /{name} HTTP/1.1" 200 OK', flush=True)
