#pragma once
// A file that is there whole or not at all.

#include <filesystem>
#include <system_error>
#include <utility>

namespace secondsource {

/// Whoever begins to write a file holds one of these, and keeps the file when it is whole; else it goes. What is no plain
/// file, such as a device, stays.
class UnfinishedFile {
public:
    explicit UnfinishedFile(std::filesystem::path path) : path_{std::move(path)} {}
    ~UnfinishedFile() {
        std::error_code ignored;
        if (!is_kept_ && std::filesystem::symlink_status(path_, ignored).type() == std::filesystem::file_type::regular) std::filesystem::remove(path_, ignored);
    }
    UnfinishedFile(const UnfinishedFile&)            = delete;
    UnfinishedFile& operator=(const UnfinishedFile&) = delete;

    void keep() { is_kept_ = true; }

private:
    std::filesystem::path path_;
    bool                  is_kept_ = false;
};

}  // namespace secondsource
