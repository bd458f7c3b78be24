using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>The command <c>tracectl config init</c>.</summary>
internal sealed class ConfigInitCommand : ToolCommand
{
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
        CreateFolder(path);

        // Overwriting would keep the permissions of the old file, so a new file replaces it.
        using (var file = AtomicFile.Create(path))
        {
            await file.Stream.WriteAsync(ConfigTemplate.Utf8, cancellationToken);
            file.Commit(overwrite: isForced);
        }

        if (context.Format is OutputFormat.Json or OutputFormat.JsonLines)
            JsonOutput.One(context, path, WritePath);
        else
            context.Screen.Line(path);
        await context.FlushAsync();
        context.Messages.Info("Add your tokens to the file, then check them: tracectl doctor");
        return ExitCodes.Ok;
    }

    private static void CreateFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Cannot write {path}: {FileError.Describe(path, exception)}", exception);
        }
    }

    private static void WritePath(Utf8JsonWriter writer, string path)
    {
        writer.WriteStartObject();
        writer.WriteString("path", path);
        writer.WriteEndObject();
    }
}
