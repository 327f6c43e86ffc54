#pragma once
// A folder for one test: empty at first, its own whatever else runs at the same time, and gone at the end.

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

/// An empty folder that is removed at the end. No two have the same path, in whichever processes they are.
class Folder {
public:
    /// What a command line left behind.
    struct Outcome {
        int         code = -1;   ///< exit code; -1 if it did not end by itself
        std::string out, err;    ///< standard output and standard error
    };

    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "secondsource_XXXXXX").string();
        if (!mkdtemp(name.data())) throw std::runtime_error{"no folder for a test can be made"};
        path_ = name;
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&)            = delete;
    Folder& operator=(const Folder&) = delete;

    const std::filesystem::path& path() const { return path_; }
    bool has(const std::string& name) const { return std::filesystem::exists(path_ / name); }

    /// Writes a file, and the folders that it is in; its path.
    std::filesystem::path write(const std::string& name, std::string_view text) const {
        std::filesystem::create_directories((path_ / name).parent_path());
        std::ofstream{path_ / name, std::ios::binary} << text;
        return path_ / name;
    }
    std::string read(const std::string& name) const {
        std::ifstream file{path_ / name, std::ios::binary};
        return {std::istreambuf_iterator<char>{file}, {}};
    }

    /// Runs a command line of the shell in this folder, in which `secondsource` is the program that was built.
    Outcome run(const std::string& command_line) const {
        const std::string path =
            "PATH='" + std::filesystem::path{SECONDSOURCE_PROGRAM}.parent_path().string() + "':$PATH";
        // The outputs lie beside the folder's files under names that no test uses.
        const std::string shell =
            "cd '" + path_.string() + "' && export " + path + " && { " + command_line + "\n} >.out 2>.err </dev/null";
        const int status = std::system(shell.c_str());
        return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read(".out"), read(".err")};
    }

private:
    std::filesystem::path path_;
};
