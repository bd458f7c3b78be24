using System.ComponentModel;
using System.Diagnostics;

namespace TraceClient.Otlp.Tests;

/// <summary>The compiler of protocol buffers: another program's opinion of what the writer wrote.</summary>
internal static class Protoc
{
    /// <summary>The text form of a message.</summary>
    public static async Task<string> DecodeAsync(byte[] message, CancellationToken cancellationToken) =>
        System.Text.Encoding.UTF8.GetString(await RunAsync("--decode=otlp.TracesData", message, cancellationToken));

    /// <summary>The message of a text form.</summary>
    public static Task<byte[]> EncodeAsync(string text, CancellationToken cancellationToken) =>
        RunAsync("--encode=otlp.TracesData", System.Text.Encoding.UTF8.GetBytes(text), cancellationToken);

    private static async Task<byte[]> RunAsync(string action, byte[] input, CancellationToken cancellationToken)
    {
        using var process = Start(action);
        var output = new MemoryStream();
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output, cancellationToken);
        await process.StandardInput.BaseStream.WriteAsync(input, cancellationToken);
        process.StandardInput.Close();
        await reading;
        await process.WaitForExitAsync(cancellationToken);
        Assert.True(process.ExitCode == 0, await errors);
        return output.ToArray();
    }

    private static Process Start(string action)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Proto");
        var start = new ProcessStartInfo("protoc", [action, "-I", folder, "trace.proto"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException(
                "These tests check the binary form with protoc, which is not installed: apt-get install -y protobuf-compiler");
        }
    }
}
