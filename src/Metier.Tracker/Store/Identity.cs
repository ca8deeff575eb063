using System.Security.Cryptography;
using System.Text.Json;

namespace Metier.Tracker.Store;

/// <summary>Who this device is to its server.</summary>
/// <param name="Server">The server's address.</param>
/// <param name="DeviceId">The device.</param>
/// <param name="Token">Its right to track; nothing else can be done with it.</param>
/// <param name="MemberName">Whose device it is.</param>
/// <param name="PrivateKey">ECDSA P-256, PKCS #8 in base64; never leaves the machine.</param>
internal sealed record Identity(string Server, Guid DeviceId, string Token, string MemberName, string PrivateKey)
{
    private const string Purpose = "identity";

    /// <summary>The identity of this folder, or null when it is not paired.</summary>
    public static Identity? Load(Home home, Seal seal)
    {
        var path = home.Path("identity");
        if (!File.Exists(path) || seal.Open(File.ReadAllBytes(path), Purpose) is not { } content)
        {
            return null;
        }
        return JsonSerializer.Deserialize(content, StoreJson.Default.Identity);
    }

    /// <summary>Keeps it.</summary>
    public void Save(Home home, Seal seal) =>
        Home.WriteWhole(
            home.Path("identity"),
            seal.Close(JsonSerializer.SerializeToUtf8Bytes(this, StoreJson.Default.Identity), Purpose)
        );

    /// <summary>Forgets it.</summary>
    public static void Forget(Home home) => File.Delete(home.Path("identity"));

    /// <summary>The key to sign with.</summary>
    public ECDsa Key()
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(PrivateKey), out _);
        return key;
    }
}
