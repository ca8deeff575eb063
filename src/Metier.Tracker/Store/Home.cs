using System.Runtime.InteropServices;

namespace Metier.Tracker.Store;

/// <summary>The program's folder: METIER_TRACKER_HOME, or the place the system keeps such things in. Nobody else may look in.</summary>
internal sealed class Home
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Opens the folder, and makes it when there is none.</summary>
    public Home(string path)
    {
        Folder = System.IO.Path.GetFullPath(path);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Folder);
            Directory.CreateDirectory(Images);
        }
        else
        {
            Directory.CreateDirectory(Folder, OwnerOnly | UnixFileMode.UserExecute);
            Directory.CreateDirectory(Images, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    /// <summary>The folder itself.</summary>
    public string Folder { get; }

    /// <summary>Pictures that have not been sent, sealed.</summary>
    public string Images => Path("images");

    /// <summary>The socket the commands speak through.</summary>
    public string Socket => Path("control.sock");

    /// <summary>Held while a background program runs on this folder.</summary>
    public string RunLock => Path("run.lock");

    /// <summary>A file of the folder.</summary>
    public string Path(string name) => System.IO.Path.Combine(Folder, name);

    /// <summary>The folder this person and this environment use.</summary>
    public static Home Default()
    {
        var own = Environment.GetEnvironmentVariable("METIER_TRACKER_HOME");
        return new Home(
            string.IsNullOrEmpty(own)
                ? System.IO.Path.Combine(
                    Environment.GetFolderPath(
                        Environment.SpecialFolder.LocalApplicationData,
                        Environment.SpecialFolderOption.Create
                    ),
                    "metier-tracker"
                )
                : own
        );
    }

    /// <summary>Opens a file that only its owner can read.</summary>
    public static FileStream OpenPrivate(string path, FileMode mode, FileShare share = FileShare.Read)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = mode == FileMode.Append ? FileAccess.Write : FileAccess.ReadWrite,
            Share = share,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows() && mode is not (FileMode.Open or FileMode.Truncate))
        {
            options.UnixCreateMode = OwnerOnly;
        }
        return new FileStream(path, options);
    }

    /// <summary>Writes a whole file so that after a crash there is the old or the new one.</summary>
    public static void WriteWhole(string path, ReadOnlySpan<byte> content)
    {
        var beside = path + ".new";
        using (var file = OpenPrivate(beside, FileMode.Create))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        Replace(beside, path);
    }

    /// <summary>Overwrites a file before it is unlinked, so that a disk without copy-on-write keeps nothing.</summary>
    public static void Destroy(string path)
    {
        using (var file = OpenPrivate(path, FileMode.Open))
        {
            file.Write(new byte[file.Length]);
            file.Flush(flushToDisk: true);
        }
        File.Delete(path);
    }

    /// <summary>Puts a finished file in another's place, for good.</summary>
    public static void Replace(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        SyncFolder(System.IO.Path.GetDirectoryName(to)!);
    }

    /// <summary>A rename is only safe from a power cut once its folder is on the disk.</summary>
    private static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        var handle = Native.Open(folder, 0);
        if (handle >= 0)
        {
            _ = Native.Fsync(handle);
            _ = Native.Close(handle);
        }
    }
}

internal static partial class Native
{
    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    internal static partial int Fsync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    internal static partial int Close(int handle);

    [LibraryImport("libc", EntryPoint = "setsid")]
    internal static partial int SetSid();

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    internal static partial int MallocTrim(nuint pad);
}
