using System.Security.Cryptography;
using Metier.Tracker.Store;

namespace Metier.Tracker.Tests;

/// <summary>A tracker's folder that goes away with the test.</summary>
internal sealed class Folder : IDisposable
{
    /// <summary>Short, because a socket's path must be; in memory where there is such a place, so that forcing to disk costs nothing.</summary>
    public string Path { get; } =
        System.IO.Path.Combine(
            Directory.Exists("/dev/shm") ? "/dev/shm" : System.IO.Path.GetTempPath(),
            "mt" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))
        );

    public Home Home => new(Path);

    /// <summary>Every byte of every file in it.</summary>
    public IEnumerable<byte[]> Files() =>
        Directory
            .GetFiles(Path, "*", SearchOption.AllDirectories)
            // The socket has none, and the lock is held by the program and empty.
            .Where(f => !f.EndsWith(".sock", StringComparison.Ordinal) && new FileInfo(f).Length > 0)
            .Select(File.ReadAllBytes);

    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}

internal static class Bytes
{
    /// <summary>The text stands in these bytes, as UTF-8 or UTF-16.</summary>
    public static bool Hold(byte[] bytes, string text) =>
        bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0
        || bytes.AsSpan().IndexOf(System.Text.Encoding.Unicode.GetBytes(text)) >= 0;
}
