require 'active_record'; require 'json'; require 'logger'
ActiveRecord::Base.logger = Logger.new(STDOUT, formatter: ->(level, time, _, message) { "#{message}\n" }); STDOUT.sync = true
ActiveRecord::Base.establish_connection(adapter: 'postgresql', host: '127.0.0.1', port: 54329, username: 'postgres', database: 'postgres', prepared_statements: ARGV[1] != 'unprepared')
class ApplicationRecord < ActiveRecord::Base; self.abstract_class = true; self.inheritance_column = :_none; end
class Teacher < ApplicationRecord; has_many :courses; has_many :pupils, foreign_key: :mentor_id; end
class Room < ApplicationRecord; has_many :courses; end
class Course < ApplicationRecord; belongs_to :teacher; belongs_to :room, optional: true; has_many :enrolments, dependent: :destroy; has_many :pupils, through: :enrolments; has_many :course_tags, dependent: :delete_all; has_many :tags, through: :course_tags; has_many :attachments, as: :owner; end
class Pupil < ApplicationRecord; belongs_to :mentor, class_name: 'Teacher', optional: true; has_one :address; has_many :enrolments; has_many :marks, through: :enrolments; validates :email, uniqueness: true; end
class Enrolment < ApplicationRecord; belongs_to :course; belongs_to :pupil; has_many :marks, dependent: :delete_all; end
class Mark < ApplicationRecord; belongs_to :enrolment; end
class Address < ApplicationRecord; belongs_to :pupil; end
class Attachment < ApplicationRecord; belongs_to :owner, polymorphic: true; end
class Tag < ApplicationRecord; end
class CourseTag < ApplicationRecord; belongs_to :course; belongs_to :tag; end
class Session < ApplicationRecord; self.primary_key = 'token'; end
class Notice < ApplicationRecord; end
def courses(n) = Course.order(:id).limit(n)
S = {
  r_belongs_to: -> { courses(9).each { |c| c.teacher.name } },
  r_belongs_to_included: -> { courses(9).includes(:teacher).each { |c| c.teacher.name } },
  r_optional_belongs_to: -> { courses(10).each { |c| c.room&.name } },
  r_has_one: -> { Pupil.order(:id).limit(7).each { |p| p.address.city } },
  r_has_many_through: -> { courses(5).each { |c| c.pupils.to_a } },
  r_many_to_many_preloaded: -> { courses(8).preload(:tags).each { |c| c.tags.map(&:name) } },
  r_many_to_many: -> { courses(8).each { |c| c.tags.map(&:name) } },
  r_polymorphic: -> { Attachment.order(:id).limit(8).each { |a| a.owner.id } },
  r_polymorphic_preloaded: -> { Attachment.order(:id).limit(8).preload(:owner).each { |a| a.owner.id } },
  r_first_of_each: -> { courses(6).each { |c| c.enrolments.order(:id).first } },
  r_pluck_of_each: -> { courses(6).each { |c| c.enrolments.pluck(:pupil_id) } },
  r_any_of_each: -> { courses(6).each { |c| c.enrolments.where(active: true).exists? } },
  r_size_when_loaded: -> { courses(6).preload(:enrolments).each { |c| c.enrolments.size } },
  r_size_of_each: -> { courses(6).each { |c| c.enrolments.size } },
  r_average_of_each: -> { Pupil.order(:id).limit(5).each { |p| p.marks.average(:value) } },
  r_filter_after_preload: -> { courses(5).preload(:enrolments).each { |c| c.enrolments.where(active: true).to_a } },
  r_one_parent: -> { c = Course.find(4); c.teacher; c.room; c.enrolments.to_a; c.tags.to_a },
  r_unused_include: -> { courses(8).includes(:tags, :teacher).map(&:title) },
  r_uniqueness_in_loop: -> { 6.times { |n| Pupil.create!(name: "N#{n}", email: "n#{n}@school.example") } },
  r_destroy_with_children: -> { Course.order(id: :desc).limit(3).each(&:destroy!) },
  r_touch_once: -> { c = Course.find(7); c.touch; c.enrolments.to_a },
  r_batches_with_preload: -> { Course.preload(:teacher).find_in_batches(batch_size: 25) { |batch| batch.map { |c| c.teacher&.name } } },
  r_read_notices: -> { Notice.where(read: false).order(:id).limit(5).each { |n| n.update!(read: true) } },
  r_update_all: -> { Notice.where(read: false).update_all(read: true) },
  r_page: -> { scope = Enrolment.where(active: true); scope.order(:id).limit(20).offset(20).to_a; scope.count },
  r_page_joined: -> { scope = Course.joins(:teacher).where(teachers: { kind: 'Lecturer' }); scope.count; scope.order(:id).limit(10).to_a },
  r_session: -> { s = Session.find('t1'); t = Teacher.find(s.teacher_id); t.courses.to_a; Session.find('t1').update!(seen_at: Time.now) },
  r_query_cache: -> { Teacher.cache { 4.times { Teacher.find(2) } } },
  r_same_find: -> { 4.times { Teacher.find(2) } },
  r_reload: -> { c = Course.find(9); c.update!(title: 'new'); c.reload },
  r_reload_unchanged: -> { c = Course.find(9); c.enrolments.to_a; c.reload },
  r_upsert_all: -> { Tag.upsert_all((1..5).map { |n| { name: "tag #{n}" } }, unique_by: :name) },
  r_find_or_create_each: -> { %w[red green blue grey].each { |n| Tag.find_or_create_by!(name: n) } },
  r_three_pages_on_screen: -> { Course.order(:id).limit(5).to_a; Pupil.order(:id).limit(5).to_a; Room.order(:id).limit(5).to_a },
  r_two_levels: -> { Teacher.order(:id).limit(4).each { |t| t.courses.each { |c| c.enrolments.to_a } } },
  r_lock_and_move: -> { Enrolment.transaction { a, b = Enrolment.lock.find(3), Enrolment.lock.find(4); a.update!(active: false); b.update!(active: true) } },
}
NAMES = JSON.parse(File.read(ARGV.fetch(0)))
NAMES.each_key do |name|
  next unless S.key?(name.to_sym)
  puts "Started GET \"/#{name}\" for 127.0.0.1 at #{Time.now}"
  ActiveRecord::Base.connection.raw_connection.exec("set application_name = 'GET /#{name}'")
  S[name.to_sym].call
  puts 'Completed 200 OK in 5ms (ActiveRecord: 1.0ms)'
end
