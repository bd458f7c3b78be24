using TraceClient.Files;

namespace TraceClient.Tool.Tests.Export;

public sealed class AtomicFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tracectl-atomic-");

    private string Target => Path.Combine(_folder.FullName, "traces.jsonl");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Two_writers_at_the_same_time_leave_one_complete_file()
    {
        using (var first = AtomicFile.Create(Target))
        using (var second = AtomicFile.Create(Target))
        {
            first.Stream.Write("first "u8);
            second.Stream.Write("second "u8);
            first.Stream.Write("is complete"u8);
            first.Commit();
            Assert.Equal("first is complete", File.ReadAllText(Target));
            second.Stream.Write("is complete"u8);
            second.Commit();
        }

        Assert.Equal("second is complete", File.ReadAllText(Target));
        Assert.Equal([Target], Files());
    }

    [Fact]
    public void A_file_that_is_not_committed_leaves_the_old_one_and_nothing_else()
    {
        File.WriteAllText(Target, "old");

        using (var file = AtomicFile.Create(Target))
            file.Stream.Write("new"u8);

        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Equal([Target], Files());
    }

    [Fact]
    public void The_new_file_and_the_temporary_one_are_readable_only_by_their_owner()
    {
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.WriteAllText(Target, "old");
        File.SetUnixFileMode(Target, ownerOnly | UnixFileMode.OtherRead);

        using (var file = AtomicFile.Create(Target))
        {
            Assert.Equal(ownerOnly, File.GetUnixFileMode(file.TemporaryPath));
            file.Commit();
        }

        Assert.Equal(ownerOnly, File.GetUnixFileMode(Target));
    }

    [Fact]
    public void A_link_stays_a_link_and_its_target_is_replaced()
    {
        if (OperatingSystem.IsWindows())
            return;
        var target = Path.Combine(_folder.CreateSubdirectory("other").FullName, "target.jsonl");
        File.WriteAllText(target, "old");
        File.CreateSymbolicLink(Target, target);

        using (var file = AtomicFile.Create(Target))
        {
            Assert.Equal(Path.GetDirectoryName(target), Path.GetDirectoryName(file.TemporaryPath));
            file.Stream.Write("new"u8);
            file.Commit();
        }

        Assert.Equal(target, new FileInfo(Target).LinkTarget);
        Assert.Equal("new", File.ReadAllText(target));
    }

    [Fact]
    public void A_link_that_leads_to_no_file_is_refused()
    {
        if (OperatingSystem.IsWindows())
            return;
        var elsewhere = Path.Combine(_folder.FullName, "elsewhere");
        File.CreateSymbolicLink(Target, elsewhere);

        var error = Assert.Throws<IOException>(() => AtomicFile.Create(Target));

        Assert.StartsWith($"Cannot write {Target}: It is a link that leads to no file.", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(elsewhere));
    }

    [Fact]
    public void A_folder_is_not_replaced()
    {
        Directory.CreateDirectory(Target);

        var error = Assert.Throws<IOException>(() => AtomicFile.Create(Target));

        Assert.Equal($"Cannot write {Target}: It is a folder.", error.Message);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void An_existing_file_is_kept_without_overwrite()
    {
        File.WriteAllText(Target, "old");

        using (var file = AtomicFile.Create(Target))
            Assert.Throws<IOException>(() => file.Commit(overwrite: false));

        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Equal([Target], Files());
    }

    [Fact]
    public void A_long_name_has_a_temporary_file_too()
    {
        var path = Path.Combine(_folder.FullName, new string('x', 250));

        using (var file = AtomicFile.Create(path))
            file.Commit();

        Assert.Equal([path], Files());
    }

    [Fact]
    public void Each_reason_names_the_folder()
    {
        var path = Path.Combine(_folder.FullName, "x");

        Assert.Equal($"Permission denied. Check the access rights of the file and of the folder {_folder.FullName}.",
            FileError.Describe(path, new UnauthorizedAccessException("denied")));
        Assert.Equal($"The folder {_folder.FullName} does not exist.", FileError.Describe(path, new DirectoryNotFoundException()));
        Assert.Equal($"The file system of the folder {_folder.FullName} is read-only.",
            FileError.Describe(path, new IOException("EROFS", 30)));
        Assert.Equal("No space left.", FileError.Describe(path, new IOException("No space left.", 28)));
    }

    [Fact]
    public void Temporary_files_and_folders_are_deleted_when_the_program_is_ended()
    {
        var folder = _folder.CreateSubdirectory("page");
        File.WriteAllText(Path.Combine(folder.FullName, "trace.html"), "x");
        using var page = TemporaryPaths.Track(folder.FullName);
        using var file = AtomicFile.Create(Target);
        using var tracked = TemporaryPaths.Track(file.TemporaryPath);

        TemporaryPaths.DeleteAll();

        Assert.Empty(_folder.GetFileSystemInfos());
    }

    private string[] Files() => Directory.GetFiles(_folder.FullName);
}
