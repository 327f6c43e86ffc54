#pragma once
// One writer for each file, whatever processes want to be it.

#include <filesystem>
#include <stdexcept>

namespace secondsource {

/// Another process writes this file at present.
class FileIsLocked : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A lock that is held on a file while the object lives, and gone with its process, however that ends. Readers do not
/// notice it. A file that is not there is created.
///
/// It lies far beyond any file's end, where SQLite puts no locks of its own, and must outlive any other use of the file by
/// this process.
class FileLock {
public:
    /// Throws FileIsLocked, or std::system_error if the file cannot be opened for writing.
    explicit FileLock(const std::filesystem::path&);
    ~FileLock();
    FileLock(const FileLock&)            = delete;
    FileLock& operator=(const FileLock&) = delete;

    bool is_empty() const;   ///< is there nothing in the file?
    /// Puts a new, empty file in the place of this one, which goes with its last reader, and locks that instead.
    void renew();

private:
    void take();

    std::filesystem::path path_;
    int                   descriptor_ = -1;
};

}  // namespace secondsource
