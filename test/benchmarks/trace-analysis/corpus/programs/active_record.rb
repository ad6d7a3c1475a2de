require 'active_record'; require 'json'; require 'logger'
ActiveRecord::Base.logger = Logger.new(STDOUT); STDOUT.sync = true
ActiveRecord::Base.establish_connection(adapter: 'postgresql', host: '127.0.0.1', port: 54329, username: 'postgres', database: 'postgres')
class Author < ActiveRecord::Base; self.table_name = 'author'; has_many :posts; end
class Post < ActiveRecord::Base; self.table_name = 'post'; belongs_to :author; belongs_to :editor, class_name: 'Author', optional: true; has_many :comments; end
class Comment < ActiveRecord::Base; self.table_name = 'comment'; belongs_to :post, optional: true; end
class Setting < ActiveRecord::Base; self.table_name = 'setting'; self.primary_key = 'key'; end
class Permission < ActiveRecord::Base; self.table_name = 'permission'; end
def page(n = 10) = Post.order(:id).limit(n).to_a
def look_ups = page.each { |p| p.author.name }
def relations = page(6).each { |p| p.comments.to_a }
def eager = Post.includes(:author, :comments).order(:id).limit(10).each { |p| [p.author.name, p.comments.to_a] }
def batch = Author.where(id: page.map(&:author_id)).to_a
def chunks = page(20).map(&:id).each_slice(5) { |ids| Comment.where(post_id: ids).to_a }
def same_row = 3.times { Author.find(3) }
def count_page = (q = Post.where(published: true); q.count; q.order(:id).limit(10).offset(0).to_a)
def insert_loop = 6.times { |i| Comment.create!(post_id: 1 + i, body: "new #{i}") }
def bulk_insert = Comment.insert_all((0...6).map { |i| { post_id: 1 + i, body: "b #{i}" } })
def update_loop = page(6).each { |p| p.update!(title: p.title + '!') }
def reread = (Author.find(2); Author.where(id: 2).update_all(name: 'B'); Author.find(2))
def two_look_ups = (Author.find(1); Author.find(2))
def upsert_loop = 6.times { |k| Setting.upsert({ key: "k#{k}", value: 'v' }, unique_by: :key) }
def permissions = page(6).each { |p| Permission.exists?(author_id: 1, post_id: p.id) }
def counts = Author.order(:id).each { |a| a.posts.count }
def export = 4.times { |i| Post.order(:id).limit(10).offset(10 * i).to_a }
def polling = 4.times { Setting.where(key: 'job').to_a; sleep 0.1 }
def null_keys = page(12).each { |p| p.editor&.name }
def settings = %w[theme locale].each { |k| Setting.find(k).value }
def delete_loop = Comment.order(id: :desc).limit(6).to_a.each(&:destroy)
JSON.parse(File.read(ARGV.fetch(0))).each_key do |name|
  puts "Started GET \"/#{name}\" for 127.0.0.1 at 2026-11-24 18:00:00 +0000"
  ActiveRecord::Base.connection.execute("set application_name = 'GET /#{name}'")
  send(name)
  puts 'Completed 200 OK in 5ms (ActiveRecord: 1.0ms)'
end
