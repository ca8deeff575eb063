using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Metier.Tracker.Store;

/// <summary>
/// Where the folder's key lies: on Windows in a file bound to the account (DPAPI); elsewhere in a file that only its owner can
/// read, which protects from other people and lost backups, not from a program running as the same person. Where
/// METIER_TRACKER_KEYS=secret-service is set and secret-tool is installed, in the desktop's keyring (preview).
/// </summary>
internal static partial class KeyStore
{
    private const int KeyLength = 32;

    /// <summary>The key, made at the first use; <paramref name="place"/> says where it lies: file, dpapi, secret-service.</summary>
    public static byte[] Open(Home home, out string place)
    {
        if (Environment.GetEnvironmentVariable("METIER_TRACKER_KEYS") == "secret-service")
        {
            place = "secret-service";
            return FromKeyring(home);
        }
        place = OperatingSystem.IsWindows() ? "dpapi" : "file";
        var path = home.Path("key");
        if (File.Exists(path))
        {
            var found = File.ReadAllBytes(path);
            found = OperatingSystem.IsWindows() ? Dpapi(found, protect: false) : found;
            return found.Length == KeyLength ? found : throw new InvalidDataException(path);
        }
        var made = RandomNumberGenerator.GetBytes(KeyLength);
        Home.WriteWhole(path, OperatingSystem.IsWindows() ? Dpapi(made, protect: true) : made);
        return made;
    }

    /// <summary>The key is gone, and with it everything that was sealed by it.</summary>
    public static void Forget(Home home, string place)
    {
        if (place == "secret-service")
        {
            SecretTool(null, "clear", "service", "metier-tracker", "folder", home.Folder);
        }
        else if (File.Exists(home.Path("key")))
        {
            Home.Destroy(home.Path("key"));
        }
    }

    private static byte[] FromKeyring(Home home)
    {
        var found = SecretTool(null, "lookup", "service", "metier-tracker", "folder", home.Folder);
        if (!string.IsNullOrWhiteSpace(found))
        {
            return Convert.FromBase64String(found.Trim());
        }
        var made = RandomNumberGenerator.GetBytes(KeyLength);
        // The secret goes through the standard input: arguments can be read by everybody on the machine.
        SecretTool(
            Convert.ToBase64String(made),
            "store",
            "--label=Metier tracker",
            "service",
            "metier-tracker",
            "folder",
            home.Folder
        );
        return made;
    }

    private static string SecretTool(string? input, params string[] arguments)
    {
        var start = new ProcessStartInfo("secret-tool", arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("secret-tool");
        process.StandardInput.Write(input ?? "");
        process.StandardInput.Close();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 || input == null
            ? said
            : throw new InvalidOperationException("secret-tool: " + process.ExitCode);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Blob
    {
        public int Length;
        public nint Data;
    }

    [LibraryImport("crypt32.dll", EntryPoint = "CryptProtectData")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool Protect(
        in Blob plain,
        nint name,
        nint salt,
        nint none,
        nint prompt,
        int flags,
        out Blob secret
    );

    [LibraryImport("crypt32.dll", EntryPoint = "CryptUnprotectData")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool Unprotect(
        in Blob secret,
        nint name,
        nint salt,
        nint none,
        nint prompt,
        int flags,
        out Blob plain
    );

    [LibraryImport("kernel32.dll")]
    private static partial nint LocalFree(nint memory);

    private static unsafe byte[] Dpapi(byte[] input, bool protect)
    {
        const int noUserInterface = 1;
        fixed (byte* data = input)
        {
            var from = new Blob { Length = input.Length, Data = (nint)data };
            var done = protect
                ? Protect(from, 0, 0, 0, 0, noUserInterface, out var to)
                : Unprotect(from, 0, 0, 0, 0, noUserInterface, out to);
            if (!done)
            {
                throw new CryptographicException(Marshal.GetLastPInvokeError());
            }
            var result = new ReadOnlySpan<byte>((void*)to.Data, to.Length).ToArray();
            _ = LocalFree(to.Data);
            return result;
        }
    }
}
