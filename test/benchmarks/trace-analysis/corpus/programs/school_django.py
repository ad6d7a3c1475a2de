"""Usage: school_django.py LABELS"""
import json, sys
from django.conf import settings

settings.configure(
    DEBUG=True,
    INSTALLED_APPS=[],
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "postgres", "USER": "postgres", "HOST": "127.0.0.1", "PORT": 54329}},
    LOGGING={
        "version": 1,
        "formatters": {"f": {"format": "%(levelname)s %(asctime)s %(module)s %(process)d %(message)s"}},
        "handlers": {"c": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "f"}},
        "loggers": {"django.db.backends": {"level": "DEBUG", "handlers": ["c"]}},
    },
)
import django

django.setup()
from django.core.paginator import Paginator
from django.db import connection, models, transaction
from django.db.models import Avg, Count, F, Prefetch


def model(class_name, table, /, **fields):
    return type(class_name, (models.Model,), {"__module__": __name__, "Meta": type("Meta", (), {"app_label": "school", "db_table": table}), **fields})


text, number = models.TextField, models.IntegerField
Teacher = model("Teacher", "teachers", name=text(), kind=text(), courses_count=number(default=0))
Room = model("Room", "rooms", name=text(), floor=number())
Tag = model("Tag", "tags", name=text(unique=True))
Course = model("Course", "courses", teacher=models.ForeignKey(Teacher, models.CASCADE, null=True, related_name="courses"), room=models.ForeignKey(Room, models.CASCADE, null=True), title=text(), plan=text(default=""), tags=models.ManyToManyField(Tag, through="CourseTag"))
CourseTag = model("CourseTag", "course_tags", course=models.ForeignKey(Course, models.CASCADE), tag=models.ForeignKey(Tag, models.CASCADE))
Pupil = model("Pupil", "pupils", name=text(), email=text(unique=True), mentor=models.ForeignKey(Teacher, models.CASCADE, null=True))
Enrolment = model("Enrolment", "enrolments", course=models.ForeignKey(Course, models.CASCADE, related_name="enrolments"), pupil=models.ForeignKey(Pupil, models.CASCADE), active=models.BooleanField(default=True))
Mark = model("Mark", "marks", enrolment=models.ForeignKey(Enrolment, models.CASCADE, related_name="marks"), value=number(), given_on=models.DateField())
Address = model("Address", "addresses", pupil=models.OneToOneField(Pupil, models.CASCADE, related_name="address"), city=text())
Notice = model("Notice", "notices", body=text(), read=models.BooleanField(default=False))


def courses(n): return Course.objects.order_by("id")[:n]


class S:
    def d_foreign_key(): [c.teacher.name for c in courses(9)]
    def d_select_related(): [c.teacher.name for c in courses(9).select_related("teacher")]
    def d_reverse(): [len(c.enrolments.all()) for c in courses(6)]
    def d_prefetch(): [len(c.enrolments.all()) for c in courses(6).prefetch_related("enrolments__pupil")]
    def d_filter_defeats_prefetch(): [list(c.enrolments.filter(active=True)) for c in courses(6).prefetch_related("enrolments")]
    def d_prefetch_filtered(): [list(c.enrolments.all()) for c in courses(6).prefetch_related(Prefetch("enrolments", Enrolment.objects.filter(active=True)))]
    def d_one_to_one(): [p.address.city for p in Pupil.objects.order_by("id")[:7]]
    def d_deferred(): [c.plan for c in courses(6).only("title")]
    def d_count_each(): [c.enrolments.count() for c in courses(6)]
    def d_exists_each(): [c.enrolments.filter(active=True).exists() for c in courses(6)]
    def d_aggregate_each(): [Mark.objects.filter(enrolment__pupil=p).aggregate(Avg("value")) for p in Pupil.objects.order_by("id")[:5]]
    def d_latest_each(): [c.enrolments.order_by("-id").first() for c in courses(6)]
    def d_get_by_email():
        for n in range(3, 9): Pupil.objects.get(email=f"p{n}@school.example")
    def d_in_bulk(): Pupil.objects.in_bulk([3, 5, 8])
    def d_paginator():
        page = Paginator(Enrolment.objects.filter(active=True).order_by("id"), 20).page(2)
        list(page.object_list)
    def d_all_pages():
        pages = Paginator(Enrolment.objects.filter(active=True).order_by("id"), 40)
        for page in pages: list(page.object_list)
    def d_get_or_create():
        for name in ["iron", "gold", "zinc", "lead", "tin"]: Tag.objects.get_or_create(name=name)
    def d_update_or_create():
        for n in range(1, 6): Tag.objects.update_or_create(name=f"tag {n}", defaults={"name": f"tag {n}"})
    def d_bulk_create(): Notice.objects.bulk_create([Notice(body=f"b{n}") for n in range(6)])
    def d_bulk_create_in_batches(): Notice.objects.bulk_create([Notice(body=f"b{n}") for n in range(9)], batch_size=3)
    def d_save_each():
        for n in Notice.objects.filter(read=False).order_by("id")[:6]:
            n.read = True
            n.save()
    def d_f_update(): Teacher.objects.filter(id=3).update(courses_count=F("courses_count") + 1)
    def d_form_choices():
        list(Room.objects.order_by("name"))
        list(Teacher.objects.order_by("name"))
        list(Room.objects.order_by("name"))
    def d_user_of_request():
        me = Teacher.objects.get(id=3)
        list(Course.objects.filter(teacher=me))
        Teacher.objects.get(id=3)
    def d_one_object():
        c = Course.objects.get(id=8)
        (c.teacher, c.room, list(c.enrolments.all()))
    def d_iterator(): list(Enrolment.objects.order_by("id").iterator(chunk_size=100))
    def d_delete_each():
        for m in Mark.objects.order_by("-id")[:5]: m.delete()
    def d_delete_all(): Mark.objects.filter(value=9).delete()
    def d_refresh():
        t = Teacher.objects.get(id=4)
        Teacher.objects.filter(id=4).update(name="new")
        t.refresh_from_db()
    def d_atomic_each():
        for n in range(5):
            with transaction.atomic(): Notice.objects.create(body=f"a{n}")
    def d_two_levels():
        for t in Teacher.objects.order_by("id")[:4]:
            for c in t.courses.all(): len(c.enrolments.all())
    def d_chunked_ids():
        ids = list(Enrolment.objects.order_by("id").values_list("id", flat=True)[:60])
        for at in range(0, 60, 20): list(Mark.objects.filter(enrolment_id__in=ids[at : at + 20]))


for name in json.load(open(sys.argv[1])):
    if not hasattr(S, name): continue
    with connection.cursor() as cursor:
        cursor.connection.cursor().execute(f"set application_name = 'GET /{name}'")
    getattr(S, name)()
    print(f'[28/Nov/2026 10:00:00] "GET /{name} HTTP/1.1" 200 512', flush=True)
