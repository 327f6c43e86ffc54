#pragma once
// A folder of its own for a test, and the built program run in it as a user would.

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

/// What a command line left behind.
struct Outcome {
    int         code = -1;   ///< exit code; -1 if it did not end by itself
    std::string out, err;    ///< standard output and standard error
};

/// An empty folder that is removed at the end. Its name is new: tests run side by side, and beside other people's.
class Folder {
public:
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

    /// Writes a file, in a folder that is made if need be, and gives its path.
    std::filesystem::path write(const std::string& name, std::string_view text) const {
        const std::filesystem::path file = path_ / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream{file, std::ios::binary} << text;
        return file;
    }
    std::string read(const std::string& name) const {
        std::ifstream file{path_ / name, std::ios::binary};
        return {std::istreambuf_iterator<char>{file}, {}};
    }
    bool has(const std::string& name) const { return std::filesystem::exists(path_ / name); }

private:
    std::filesystem::path path_;
};
