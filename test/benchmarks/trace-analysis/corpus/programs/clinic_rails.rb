require 'active_record'; require 'json'; require 'logger'
ActiveRecord::Base.logger = Logger.new(STDOUT, formatter: ->(level, time, _, message) { "#{message}\n" }); STDOUT.sync = true
ActiveRecord::Base.establish_connection(adapter: 'postgresql', host: '127.0.0.1', port: 54329, username: 'postgres', database: 'postgres')
class ApplicationRecord < ActiveRecord::Base; self.abstract_class = true; end
class Patient < ApplicationRecord; self.table_name = 'patient'; has_many :visits; end
class Staff < ApplicationRecord; self.table_name = 'staff'; end
class Visit < ApplicationRecord; self.table_name = 'visit'; belongs_to :patient; belongs_to :staff; belongs_to :referrer, class_name: 'Staff', foreign_key: :referred_by, optional: true; has_many :lines; has_one :invoice; end
class Line < ApplicationRecord; self.table_name = 'line'; belongs_to :visit; belongs_to :drug; end
class Drug < ApplicationRecord; self.table_name = 'drug'; end
class Invoice < ApplicationRecord; self.table_name = 'invoice'; end
class Ward < ApplicationRecord; self.table_name = 'ward'; belongs_to :parent, class_name: 'Ward', optional: true; has_many :children, class_name: 'Ward', foreign_key: :parent_id; end
class Rate < ApplicationRecord; self.table_name = 'rate'; self.primary_key = 'code'; end
class Preference < ApplicationRecord; self.table_name = 'preference'; self.primary_key = 'name'; end
class Keyword < ApplicationRecord; self.table_name = 'keyword'; end
class Grant < ApplicationRecord; self.table_name = 'access_grant'; end
class Activity < ApplicationRecord; self.table_name = 'activity'; end
class Job < ApplicationRecord; self.table_name = 'job'; end
def visits(n) = Visit.order(:id).limit(n).to_a
S = {
  viewer_first: -> { Patient.find(40); visits(8).each { |v| v.patient.name } },
  null_referrals: -> { visits(12).each { |v| v.referrer&.name } },
  staff_cache: -> { known = {}; visits(20).each { |v| known[v.staff_id] ||= v.staff } },
  stop_when_found: -> { visits(15).each { |v| break if v.lines.to_a.any? && v.id >= 6 } },
  only_open: -> { visits(10).select { |v| v.status == 'open' }.each { |v| v.lines.to_a } },
  list_twice: -> { visits(6); visits(6).each { |v| v.lines.to_a } },
  ward_tree: -> { walk = ->(w) { w.children.to_a.each(&walk) }; walk.(Ward.find(1)) },
  ward_ancestors: -> { w = Ward.find(8); w = w.parent while w },
  computed_invoices: -> { visits(6).each { |v| Invoice.create!(visit_id: v.id, total: v.clinic * 110) } },
  upsert_stock: -> { Line.order(:id).limit(7).each { |l| Drug.upsert({ id: l.drug_id, code: "D-#{l.drug_id}", name: "Drug #{l.drug_id}", stock: 1000 + l.qty, price: 100 }) } },
  mark_done: -> { Visit.where(status: 'open').order(:id).limit(5).each { |v| v.update!(status: 'done') } },
  raise_prices: -> { Drug.order(:id).limit(6).each { |d| d.update!(price: (d.price * 1.1).round) } },
  purge_lines: -> { Line.order(id: :desc).limit(5).each(&:destroy!) },
  count_other_value: -> { Visit.where(status: 'done').count; Visit.where(status: 'open').order(:id).limit(10).to_a },
  count_page_plain: -> { done = Visit.where(status: 'done'); done.count; done.order(:id).limit(10).offset(10).to_a },
  badge_counts: -> { visits(7).each { |v| v.lines.count } },
  can_see: -> { visits(9).each { |v| Grant.exists?(staff_id: 1, visit_id: v.id) } },
  poll_job: -> { 4.times { Job.find(4); sleep 0.12 } },
  savepoint_repeat: -> { Rate.transaction { Rate.find('USD'); Rate.transaction(requires_new: true) { Invoice.create!(visit_id: 9, total: 20) }; Rate.find('USD') } },
  offset_export: -> { 5.times { |page| Visit.where(status: 'done').order(:id).limit(10).offset(page * 10).to_a } },
  keyset_export: -> { Visit.find_each(batch_size: 20) { |v| v.id } },
  dashboard: -> { %w[open done void late new].each { |s| Visit.where(status: s).count }; visits(5) },
  preferences: -> { %w[theme locale zone size].each { |name| Preference.find(name) } },
  chunked: -> { visits(24).map(&:id).each_slice(6) { |ids| Line.where(visit_id: ids).to_a } },
  one_batch: -> { Staff.where(id: visits(9).map(&:staff_id)).to_a },
  nested_batches: -> { Visit.includes(lines: :drug).order(:id).limit(5).to_a },
  compare_two: -> { Patient.find(11); Patient.find(29) },
  three_fixed: -> { [2, 5, 9].each { |id| Staff.find(id) }; Drug.order(:id).limit(3).to_a },
  sign_in: -> { Staff.find(4); Staff.where(id: 4).update_all('seen = seen + 1'); Activity.create!(note: 'in'); Staff.find(4) },
  viewer_often: -> { Staff.find(3); visits(5); Staff.find(3); Drug.order(:id).limit(3).to_a; Staff.find(3) },
  import_rows: -> { 8.times { |n| Patient.create!(name: "New #{n}", phone: "+1#{n}") } },
  scattered_logs: -> { Activity.create!(note: 'begin'); Patient.find(5); Activity.create!(note: 'patient read'); visits(3); Activity.create!(note: 'visits read'); Drug.first(2); Activity.create!(note: 'end') },
  keywords: -> { %w[cough cold rash ache burn].each { |word| Keyword.find_or_create_by!(word: word) } },
  by_code: -> { %w[D-3 D-8 D-15 D-16 D-23 D-42].each { |code| Drug.find_by!(code: code) } },
  three_levels: -> { visits(3).each { |v| v.lines.each { |l| l.drug.name } } },
  latest_visit: -> { Patient.order(:id).limit(8).each { |p| p.visits.order(id: :desc).first } },
  rate_often: -> { visits(8).each { Rate.find('IDR') } },
  same_staff: -> { Visit.where(staff_id: 2).order(:id).limit(6).each { |v| v.staff.name } },
  three_per_row: -> { visits(5).each { |v| v.lines.to_a; v.invoice; Grant.exists?(staff_id: 1, visit_id: v.id) } },
  single_row: -> { visits(1).each { |v| v.patient.name } },
  two_rows: -> { visits(2).each { |v| v.lines.to_a } },
  eager: -> { Visit.includes(:patient, :lines).order(:id).limit(10).each { |v| [v.patient.name, v.lines.to_a] } },
  bulk_create: -> { Keyword.insert_all((0...6).map { |n| { word: "bulk #{n}" } }) },
}
JSON.parse(File.read(ARGV.fetch(0))).each_key do |name|
  next unless S.key?(name.to_sym)
  puts "Started GET \"/#{name}\" for 127.0.0.1 at #{Time.now}"
  S[name.to_sym].call
  puts 'Completed 200 OK in 5ms (ActiveRecord: 1.0ms)'
end
