#include "sim/run/file_lock.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace secondsource {
namespace {

constexpr off_t beyond_any_end = off_t{1} << 62;

int opened(const std::filesystem::path& path, int flags) {
    const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | flags, 0666);
    if (descriptor < 0 && errno == EEXIST) throw FileIsLocked{"another process has just begun to write " + path.string()};
    if (descriptor < 0) throw std::system_error{errno, std::generic_category(), "cannot write " + path.string()};
    return descriptor;
}

}  // namespace

FileLock::FileLock(const std::filesystem::path& path) : path_{path}, descriptor_{opened(path, 0)} { take(); }

FileLock::~FileLock() {
    if (descriptor_ >= 0) close(descriptor_);
}

/// A lock of the open file, not of the process (F_OFD_SETLK): SQLite's own, which are of the process, do not mix with it.
void FileLock::take() {
    struct flock lock{};
    lock.l_type   = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start  = beyond_any_end;
    lock.l_len    = 1;
    if (fcntl(descriptor_, F_OFD_SETLK, &lock) == 0 || (errno != EAGAIN && errno != EACCES)) return;   // some file systems know no locks
    close(descriptor_);
    descriptor_ = -1;
    throw FileIsLocked{"another process is writing " + path_.string()};
}

bool FileLock::is_empty() const {
    struct stat status{};
    return fstat(descriptor_, &status) == 0 && status.st_size == 0;
}

void FileLock::renew() {
    std::filesystem::remove(path_);
    const int renewed = opened(path_, O_EXCL);
    close(descriptor_);
    descriptor_ = renewed;
    take();
}

}  // namespace secondsource
