using System.ComponentModel;
using System.Diagnostics;

namespace TraceClient.Tool;

/// <summary>Opens files and addresses in the browser.</summary>
internal static class BrowserLauncher
{
    /// <summary>Opens a file or an address.</summary>
    /// <returns>Whether there is a browser.</returns>
    public static bool TryOpen(string target)
    {
        if (OperatingSystem.IsLinux()
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DISPLAY"))
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WAYLAND_DISPLAY")))
        {
            return false;
        }

        try
        {
            using var browser = Process.Start(new ProcessStartInfo(target) { UseShellExecute = true });
            return true;
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            return false;
        }
    }
}
