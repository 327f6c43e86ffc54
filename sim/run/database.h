#pragma once
// A SQLite file: statements, values, transactions. Nothing else of the program knows SQLite.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace secondsource {

/// The file cannot be opened, written or understood; the message says which and why.
class DatabaseError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The disk, not the request, is at fault: full, out of reach, or a limit of the file's size. What was committed before is
/// in the file.
class DiskError : public DatabaseError {
public:
    using DatabaseError::DatabaseError;
};

/// "3.40.1", of the library that is linked at present.
std::string sqlite_version();

class Statement;

/// An open file. Written with a log beside it (WAL), so that what was committed survives a kill and others may read
/// meanwhile; the destructor folds the log in, and one plain file remains.
class Database {
public:
    enum class Mode { create, read };
    Database(const std::filesystem::path&, Mode);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    void      execute(const std::string& sql);
    Statement prepare(const std::string& sql);
    bool      is_in_transaction() const;

private:
    friend class Statement;
    [[noreturn]] void fail(const std::string& doing) const;
    void*                 handle_ = nullptr;
    std::filesystem::path path_;
    bool                  writes_ = false;
};

/// A prepared statement: bind values in order, then run it; or step through its rows.
class Statement {
public:
    Statement(Statement&&) noexcept;
    ~Statement();

    Statement& bind(double value);   ///< not a number: NULL
    Statement& bind(std::int64_t value);
    Statement& bind(std::string_view value);
    /// Runs it and makes it ready for the next values.
    void run();

    /// The next row of a query; false after the last one.
    bool        next();
    int         columns() const;
    std::string column_name(int i) const;
    std::string text(int i) const;
    double      real(int i) const;
    std::int64_t whole(int i) const;
    bool        is_whole(int i) const;
    bool        is_text(int i) const;
    bool        is_null(int i) const;

private:
    friend class Database;
    Statement(Database& database, void* handle) : database_{&database}, handle_{handle} {}
    Database* database_;
    void*     handle_;
    int       bound_ = 0;
};

}  // namespace secondsource
