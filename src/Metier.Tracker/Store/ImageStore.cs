using System.Security.Cryptography;

namespace Metier.Tracker.Store;

/// <summary>Pictures that wait for a decision or for the network, sealed, one file each.</summary>
internal sealed class ImageStore(Home home, Seal seal)
{
    /// <summary>Keeps a picture and returns its SHA-256, lower-case hex.</summary>
    public string Put(byte[] picture)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(picture));
        Home.WriteWhole(File(hash), seal.Close(picture, "image " + hash));
        return hash;
    }

    /// <summary>The picture, or null when it is gone or was changed.</summary>
    public byte[]? Get(string hash) =>
        System.IO.File.Exists(File(hash)) ? seal.Open(System.IO.File.ReadAllBytes(File(hash)), "image " + hash) : null;

    /// <summary>Takes a picture away for good.</summary>
    public void Delete(string hash)
    {
        var path = File(hash);
        if (!System.IO.File.Exists(path))
        {
            return;
        }
        Home.Destroy(path);
    }

    /// <summary>Takes away every picture that nothing refers to.</summary>
    public void DeleteAllBut(IReadOnlySet<string> wanted)
    {
        foreach (var path in Directory.GetFiles(home.Images))
        {
            var name = Path.GetFileName(path);
            if (!wanted.Contains(name))
            {
                Delete(name);
            }
        }
    }

    private string File(string hash) => Path.Combine(home.Images, hash);
}
