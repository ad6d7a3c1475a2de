import os, sys, time, json, logging
from django.conf import settings as conf

conf.configure(
    DEBUG=True,
    INSTALLED_APPS=[],
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "postgres",
            "USER": "postgres",
            "HOST": "127.0.0.1",
            "PORT": 54329,
            "OPTIONS": {"application_name": "django"},
        }
    },
    LOGGING={
        "version": 1,
        "formatters": {"f": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "handlers": {"c": {"class": "logging.StreamHandler", "formatter": "f"}},
        "loggers": {"django.db.backends": {"level": "DEBUG", "handlers": ["c"]}},
    },
)
import django

django.setup()
from django.db import models, connection, transaction


class Author(models.Model):
    name = models.TextField()
    email = models.TextField()

    class Meta:
        app_label = "x"
        db_table = "author"


class Post(models.Model):
    author = models.ForeignKey(Author, models.CASCADE, related_name="posts")
    editor = models.ForeignKey(Author, models.CASCADE, null=True, related_name="edited")
    title = models.TextField()
    published = models.BooleanField(default=True)

    class Meta:
        app_label = "x"
        db_table = "post"


class Comment(models.Model):
    post = models.ForeignKey(Post, models.CASCADE, related_name="comments")
    body = models.TextField()

    class Meta:
        app_label = "x"
        db_table = "comment"


class Setting(models.Model):
    key = models.TextField(primary_key=True)
    value = models.TextField()

    class Meta:
        app_label = "x"
        db_table = "setting"


class Permission(models.Model):
    author_id = models.IntegerField()
    post_id = models.IntegerField()

    class Meta:
        app_label = "x"
        db_table = "permission"


def page(n=10):
    return list(Post.objects.order_by("id")[:n])


def look_ups():
    [p.author.name for p in page()]


def relations():
    [len(p.comments.all()) for p in page(6)]


def eager():
    [
        len(p.comments.all())
        for p in Post.objects.select_related("author").prefetch_related("comments").order_by("id")[:10]
    ]


def batch():
    list(Author.objects.filter(id__in=[p.author_id for p in page()]))


def chunks():
    ids = [p.id for p in page(20)]
    for i in range(0, 20, 5):
        list(Comment.objects.filter(post_id__in=ids[i : i + 5]))


def same_row():
    for _ in range(3):
        Author.objects.get(id=3)


def count_page():
    q = Post.objects.filter(published=True).order_by("id")
    q.count()
    list(q[0:10])


def insert_loop():
    for i in range(6):
        Comment.objects.create(post_id=1 + i, body="new %d" % i)


def bulk_insert():
    Comment.objects.bulk_create([Comment(post_id=1 + i, body="b %d" % i) for i in range(6)])


def update_loop():
    for p in page(6):
        p.title += "!"
        p.save()


def reread():
    a = Author.objects.get(id=2)
    Author.objects.filter(id=2).update(name="B")
    Author.objects.get(id=2)


def two_look_ups():
    Author.objects.get(id=1)
    Author.objects.get(id=2)


def upsert_loop():
    for k in range(6):
        connection.cursor().execute(
            "insert into setting (key, value) values (%s, %s) on conflict (key) do update set value = excluded.value",
            ["k%d" % k, "v"],
        )


def permissions():
    [Permission.objects.filter(author_id=1, post_id=p.id).exists() for p in page(6)]


def counts():
    [a.posts.count() for a in Author.objects.order_by("id")]


def export():
    for i in range(4):
        list(Post.objects.order_by("id")[10 * i : 10 * i + 10])


def polling():
    for _ in range(4):
        list(Setting.objects.filter(key="job"))
        time.sleep(0.1)


def null_keys():
    [p.editor and p.editor.name for p in page(12)]


def settings():
    [Setting.objects.get(key=k).value for k in ("theme", "locale")]


def delete_loop():
    for c in list(Comment.objects.order_by("-id")[:6]):
        c.delete()


for name in json.load(open(sys.argv[-1])):
    connection.cursor().execute("set application_name = 'GET /%s'" % name)
    with transaction.atomic():
        globals()[name]()
    print('"GET /%s HTTP/1.1" 200 12' % name, file=sys.stderr, flush=True)
