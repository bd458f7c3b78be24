using System.CommandLine;

namespace TraceClient.Tool;

/// <summary><c>tracectl config init</c>: writes a configuration file to fill in.</summary>
internal sealed class ConfigInitCommand : ToolCommand
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Option<bool> _force = new("--force") { Description = "Replace the file that is there." };

    public ConfigInitCommand()
        : base(
            "init",
            "Write a commented configuration file that only you can read, and print its path.",
            "tracectl config init",
            "TRACECTL_CONFIG=./tracectl.json tracectl config init",
            "${EDITOR:-vi} \"$(tracectl config init --output table)\"") => Options.Add(_force);

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var path = ConfigurationFile.Path;
        var isForced = context.Arguments.GetValue(_force);
        if (File.Exists(path) && !isForced)
            throw new UsageException($"{path} is there already.", "tracectl config init --force");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);

        // A file keeps the rights that it had: so a new one is written, and put in the place of the old one.
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
        context.Notices.Say("Set tokens in it, then see how far they get: tracectl doctor");
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
