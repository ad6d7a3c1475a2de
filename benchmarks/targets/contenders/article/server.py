"""The article's endpoint on this project's tables: FastAPI, SQLAlchemy and uvicorn, with batched relations and the total from
a window function, or with relations that are loaded for each doctor when they are serialized."""

import argparse
import json
import socket
import sys
import threading
from typing import List

import uvicorn
from fastapi import Depends, FastAPI
from pydantic import BaseModel
from sqlalchemy import Boolean, Column, ForeignKey, Integer, SmallInteger, String, Table, create_engine, func
from sqlalchemy.orm import Session, declarative_base, lazyload, relationship, selectinload, sessionmaker

parser = argparse.ArgumentParser()
parser.add_argument("--database-url", required=True)
parser.add_argument("--loading", choices=["batched", "lazy"], default="batched")
arguments = parser.parse_args()

engine = create_engine(arguments.database_url.replace("postgresql:", "postgresql+psycopg2:", 1), pool_size=10, max_overflow=0)
Sessions = sessionmaker(bind=engine)
Base = declarative_base()

doctor_specialization = Table(
    "doctor_specialization",
    Base.metadata,
    Column("doctor_id", ForeignKey("doctor.id"), primary_key=True),
    Column("specialization_id", ForeignKey("specialization.id"), primary_key=True),
)


class Specialization(Base):
    __tablename__ = "specialization"
    id = Column(Integer, primary_key=True)
    name = Column(String)


class Schedule(Base):
    __tablename__ = "practice_schedule"
    id = Column(Integer, primary_key=True)
    doctor_id = Column(ForeignKey("doctor.id"))
    day_of_week = Column(SmallInteger)
    start_minute = Column(SmallInteger)
    end_minute = Column(SmallInteger)
    is_available = Column(Boolean)


class Doctor(Base):
    __tablename__ = "doctor"
    id = Column(Integer, primary_key=True)
    name = Column(String)
    is_active = Column(Boolean)
    specializations = relationship(Specialization, secondary=doctor_specialization, order_by=Specialization.name)
    schedules = relationship(Schedule, order_by=[Schedule.day_of_week, Schedule.start_minute, Schedule.id])


class SpecializationOut(BaseModel):
    id: int
    name: str

    class Config:
        orm_mode = True


class ScheduleOut(BaseModel):
    id: int
    day_of_week: int
    start_minute: int
    end_minute: int
    is_available: bool

    class Config:
        orm_mode = True


class DoctorNameOut(BaseModel):
    id: int
    name: str

    class Config:
        orm_mode = True


class DoctorOut(DoctorNameOut):
    specializations: List[SpecializationOut]
    schedules: List[ScheduleOut]


class NamesOut(BaseModel):
    total: int
    has_next: bool
    items: List[DoctorNameOut]


class PageOut(BaseModel):
    total: int
    has_next: bool
    items: List[DoctorOut]


def open_session():
    session = Sessions()
    try:
        yield session
    finally:
        session.close()


def read_page(session: Session, page: int, page_size: int, *loading):
    rows = (
        session.query(Doctor, func.count().over())
        .filter(Doctor.is_active.is_(True))
        .options(*loading)
        .order_by(Doctor.name, Doctor.id)
        .offset((page - 1) * page_size)
        .limit(page_size)
        .all()
    )
    total = rows[0][1] if rows else 0
    return {"total": total, "has_next": page * page_size < total, "items": [row[0] for row in rows]}


app = FastAPI()
load = selectinload if arguments.loading == "batched" else lazyload


@app.get("/doctors", response_model=PageOut)
def list_doctors(page: int = 1, page_size: int = 10, session: Session = Depends(open_session)):
    return read_page(session, page, page_size, load(Doctor.specializations), load(Doctor.schedules))


@app.get("/names", response_model=NamesOut)
def list_names(page: int = 1, page_size: int = 10, session: Session = Depends(open_session)):
    return read_page(session, page, page_size)


@app.get("/specializations", response_model=List[SpecializationOut])
def list_specializations(session: Session = Depends(open_session)):
    return session.query(Specialization).order_by(Specialization.name).all()


listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen(128)
server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))


def stop_with_standard_input():
    sys.stdin.read()
    server.should_exit = True


threading.Thread(target=stop_with_standard_input, daemon=True).start()
print(json.dumps({"url": f"http://127.0.0.1:{listener.getsockname()[1]}/"}), flush=True)
server.run(sockets=[listener])
