#include "sim/run/database.h"

#include <sqlite3.h>

#include <system_error>
#include <utility>

namespace secondsource {
namespace {

constexpr int application_id = 0x53534352;   // "SSCR": tells results of this program from other SQLite files

sqlite3*      db(void* handle) { return static_cast<sqlite3*>(handle); }
sqlite3_stmt* statement(void* handle) { return static_cast<sqlite3_stmt*>(handle); }

/// The system's own number for what went wrong, or 0. SQLite keeps it when a statement fails, but not when a COMMIT does;
/// the write-ahead log then still knows it.
int system_error(sqlite3* database) {
    int           number = sqlite3_system_errno(database);
    sqlite3_file* log    = nullptr;
    if (number == 0 && sqlite3_file_control(database, nullptr, SQLITE_FCNTL_JOURNAL_POINTER, &log) == SQLITE_OK && log && log->pMethods) {
        log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &number);
    }
    return number;
}

}  // namespace

std::string sqlite_version() { return sqlite3_libversion(); }

Database::Database(const std::filesystem::path& path, Mode mode) : path_{path}, writes_{mode == Mode::create} {
    sqlite3*  handle = nullptr;
    const int flags  = mode == Mode::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    const int status = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
    handle_ = handle;
    if (status != SQLITE_OK) {
        const std::string why = sqlite3_errmsg(handle);
        sqlite3_close(handle);
        throw DatabaseError("cannot open " + path.string() + ": " + why);
    }
    sqlite3_busy_timeout(handle, 5000);
    try {
        if (writes_) {
            execute("PRAGMA journal_mode = WAL");
            execute("PRAGMA synchronous = NORMAL");
            execute("PRAGMA application_id = " + std::to_string(application_id));
            return;
        }
        auto id = prepare("PRAGMA application_id");
        if (!id.next() || static_cast<int>(id.real(0)) != application_id) throw DatabaseError(path.string() + " holds no results of this program");
    } catch (...) {
        sqlite3_close_v2(handle);
        throw;
    }
}

Database::~Database() {
    if (writes_) sqlite3_exec(db(handle_), "PRAGMA journal_mode = DELETE", nullptr, nullptr, nullptr);
    sqlite3_close_v2(db(handle_));
}

void Database::fail(const std::string& doing) const {
    const std::string why  = sqlite3_errmsg(db(handle_));
    const int         code = sqlite3_errcode(db(handle_)) & 0xff;   // without what SQLite knows in detail
    if (code == SQLITE_FULL) throw DiskError("the disk is full: " + path_.string() + " cannot grow");
    if (code == SQLITE_IOERR || code == SQLITE_READONLY || code == SQLITE_CANTOPEN) {
        const int system = system_error(db(handle_));
        throw DiskError("cannot write " + path_.string() + ": " + (system != 0 ? std::generic_category().message(system) : why));
    }
    throw DatabaseError(path_.string() + ": " + why + " (" + doing + ")");
}

void Database::execute(const std::string& sql) {
    if (sqlite3_exec(db(handle_), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(sql.substr(0, 60));
}

Statement Database::prepare(const std::string& sql) {
    sqlite3_stmt* handle = nullptr;
    if (sqlite3_prepare_v2(db(handle_), sql.c_str(), -1, &handle, nullptr) != SQLITE_OK) fail(sql.substr(0, 60));
    return Statement{*this, handle};
}

bool Database::is_in_transaction() const { return sqlite3_get_autocommit(db(handle_)) == 0; }

Statement::Statement(Statement&& other) noexcept : database_{other.database_}, handle_{std::exchange(other.handle_, nullptr)}, bound_{other.bound_} {}
Statement::~Statement() { sqlite3_finalize(statement(handle_)); }

Statement& Statement::bind(double value) {
    sqlite3_bind_double(statement(handle_), ++bound_, value);
    return *this;
}
Statement& Statement::bind(std::int64_t value) {
    sqlite3_bind_int64(statement(handle_), ++bound_, value);
    return *this;
}
Statement& Statement::bind(std::string_view value) {
    sqlite3_bind_text(statement(handle_), ++bound_, value.data(), static_cast<int>(value.size()), SQLITE_TRANSIENT);
    return *this;
}

void Statement::run() {
    const int status = sqlite3_step(statement(handle_));
    if (status != SQLITE_DONE && status != SQLITE_ROW) database_->fail("writing a row");
    sqlite3_reset(statement(handle_));
    bound_ = 0;
}

bool Statement::next() {
    const int status = sqlite3_step(statement(handle_));
    if (status == SQLITE_ROW) return true;
    if (status != SQLITE_DONE) database_->fail("reading a row");
    return false;
}

int         Statement::columns() const { return sqlite3_column_count(statement(handle_)); }
std::string Statement::column_name(int i) const { return sqlite3_column_name(statement(handle_), i); }
std::string Statement::text(int i) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement(handle_), i));
    return text ? std::string{text, static_cast<std::size_t>(sqlite3_column_bytes(statement(handle_), i))} : std::string{};
}
double Statement::real(int i) const { return sqlite3_column_double(statement(handle_), i); }
std::int64_t Statement::whole(int i) const { return sqlite3_column_int64(statement(handle_), i); }
bool   Statement::is_whole(int i) const { return sqlite3_column_type(statement(handle_), i) == SQLITE_INTEGER; }
bool   Statement::is_text(int i) const { return sqlite3_column_type(statement(handle_), i) == SQLITE_TEXT; }
bool   Statement::is_null(int i) const { return sqlite3_column_type(statement(handle_), i) == SQLITE_NULL; }

}  // namespace secondsource
