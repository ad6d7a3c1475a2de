import logging, sys, time
from sqlalchemy import (
    create_engine,
    Column,
    Integer,
    Text,
    Boolean,
    ForeignKey,
    select,
    func,
    insert,
    update,
    delete,
    text,
)
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.orm import declarative_base, relationship, Session, selectinload, joinedload

Base = declarative_base()


class Author(Base):
    __tablename__ = "author"
    id = Column(Integer, primary_key=True)
    name = Column(Text)
    email = Column(Text)
    posts = relationship("Post", foreign_keys="Post.author_id", back_populates="author")


class Post(Base):
    __tablename__ = "post"
    id = Column(Integer, primary_key=True)
    author_id = Column(ForeignKey("author.id"))
    editor_id = Column(ForeignKey("author.id"))
    title = Column(Text)
    published = Column(Boolean)
    author = relationship("Author", foreign_keys=[author_id], back_populates="posts")
    editor = relationship("Author", foreign_keys=[editor_id])
    comments = relationship("Comment")


class Comment(Base):
    __tablename__ = "comment"
    id = Column(Integer, primary_key=True)
    post_id = Column(ForeignKey("post.id"))
    body = Column(Text)


class Setting(Base):
    __tablename__ = "setting"
    key = Column(Text, primary_key=True)
    value = Column(Text)


class Permission(Base):
    __tablename__ = "permission"
    id = Column(Integer, primary_key=True)
    author_id = Column(Integer)
    post_id = Column(Integer)


engine = create_engine(
    "postgresql://postgres@127.0.0.1:54329/postgres?application_name=sqlalchemy", echo=True, future=True
)


def page(s, n=10):
    return s.scalars(select(Post).order_by(Post.id).limit(n)).all()


def look_ups(s):
    [p.author.name for p in page(s)]


def relations(s):
    [len(p.comments) for p in page(s, 6)]


def eager(s):
    [
        len(p.comments)
        for p in s.scalars(
            select(Post)
            .options(selectinload(Post.comments), joinedload(Post.author))
            .order_by(Post.id)
            .limit(10)
        )
    ]


def batch(s):
    ids = [p.author_id for p in page(s)]
    s.scalars(select(Author).where(Author.id.in_(ids))).all()


def chunks(s):
    ids = [p.id for p in page(s, 20)]
    for i in range(0, 20, 5):
        s.scalars(select(Comment).where(Comment.post_id.in_(ids[i : i + 5]))).all()


def same_row(s):
    for _ in range(3):
        s.execute(select(Author.name).where(Author.id == 3)).all()


def count_page(s):
    s.scalar(select(func.count()).select_from(select(Post).where(Post.published == True).subquery()))
    s.scalars(select(Post).where(Post.published == True).order_by(Post.id).limit(10).offset(0)).all()


def insert_loop(s):
    for i in range(6):
        s.execute(insert(Comment).values(post_id=1 + i, body="new %d" % i))


def bulk_insert(s):
    s.execute(insert(Comment).values([dict(post_id=1 + i, body="bulk %d" % i) for i in range(6)]))


def update_loop(s):
    for p in page(s, 6):
        s.execute(update(Post).where(Post.id == p.id).values(title=p.title + "!"))


def reread(s):
    q = select(Author.name).where(Author.id == 2)
    s.execute(q).all()
    s.execute(update(Author).where(Author.id == 2).values(name="B"))
    s.execute(q).all()


def two_look_ups(s):
    s.get(Author, 1)
    s.get(Author, 2)


def upsert_loop(s):
    for k in range(6):
        s.execute(
            pg_insert(Setting)
            .values(key="k%d" % k, value="v")
            .on_conflict_do_update(index_elements=["key"], set_=dict(value="v"))
        )


def permissions(s):
    for p in page(s, 6):
        s.execute(select(Permission.id).where(Permission.author_id == 1, Permission.post_id == p.id)).all()


def counts(s):
    for a in s.scalars(select(Author).order_by(Author.id)).all():
        s.scalar(select(func.count(Post.id)).where(Post.author_id == a.id))


def export(s):
    for i in range(4):
        s.scalars(select(Post).order_by(Post.id).limit(10).offset(10 * i)).all()


def polling(s):
    for _ in range(4):
        s.execute(select(Setting.value).where(Setting.key == "job")).all()
        time.sleep(0.1)


def null_keys(s):
    [p.editor and p.editor.name for p in page(s, 12)]


def settings(s):
    for k in ("theme", "locale"):
        s.execute(select(Setting.value).where(Setting.key == k)).all()


def delete_loop(s):
    for c in s.scalars(select(Comment).order_by(Comment.id.desc()).limit(6)).all():
        s.execute(delete(Comment).where(Comment.id == c.id))


import json

for name in json.load(open(sys.argv[-1])):
    with Session(engine, future=True) as s:
        s.execute(text("set application_name = 'GET /%s'" % name))
        globals()[name](s)
        s.commit()
    print('INFO:     127.0.0.1:4000 - "GET /%s HTTP/1.1" 200 OK' % name, flush=True)
