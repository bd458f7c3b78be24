using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>The command <c>tracectl config init</c>.</summary>
internal sealed class ConfigInitCommand : ToolCommand
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Option<bool> _force = new("--force") { Description = "Overwrite an existing file." };

    public ConfigInitCommand()
        : base(
            "init",
            "Create a configuration file with comments, readable only by its owner, and print its path.",
            "tracectl config init",
            "TRACECTL_CONFIG=./tracectl.json tracectl config init",
            "${EDITOR:-vi} \"$(tracectl config init --output table)\"") => Options.Add(_force);

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var path = ConfigurationFile.Path;
        var isForced = context.Arguments.GetValue(_force);
        if (File.Exists(path) && !isForced)
            throw new UsageException($"The file {path} already exists.", "tracectl config init --force");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);

        // Overwriting would keep the permissions of the old file, so a new file replaces it.
        var written = $"{path}.{Guid.NewGuid():N}";
        try
        {
            await using (var file = new FileStream(written, NewFile()))
                await file.WriteAsync(ConfigTemplate.Utf8, cancellationToken);
            File.Move(written, path, overwrite: isForced);
        }
        finally
        {
            File.Delete(written);
        }

        if (context.Format is OutputFormat.Json or OutputFormat.JsonLines)
            JsonOutput.One(context, path, WritePath);
        else
            context.Screen.Line(path);
        await context.FlushAsync();
        context.Messages.Info("Add your tokens to the file, then check them: tracectl doctor");
        return ExitCodes.Ok;
    }

    private static void WritePath(Utf8JsonWriter writer, string path)
    {
        writer.WriteStartObject();
        writer.WriteString("path", path);
        writer.WriteEndObject();
    }

    private static FileStreamOptions NewFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return options;
    }
}
