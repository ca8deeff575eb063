namespace Metier.Web;

/// <summary>What a start needs to know; the rest is configuration.</summary>
public sealed record HostSettings
{
    /// <summary>Addresses to listen on, separated by semicolons.</summary>
    public string Urls { get; init; } = "http://localhost:5080";

    /// <summary>The data folder.</summary>
    public string DataFolder { get; init; } = ".data";

    /// <summary>A PostgreSQL connection string; null for embedded SQLite.</summary>
    public string? Postgres { get; init; }

    /// <summary>Play money, mail in a page, a movable clock.</summary>
    public bool Sandbox { get; init; }

    /// <summary>Whether the outbox and the chores run by themselves; tests run them by hand.</summary>
    public bool Background { get; init; } = true;

    /// <summary>Changes registrations before the host is built; tests put a fake clock here.</summary>
    public Action<IServiceCollection>? Services { get; init; }

    /// <summary>Configuration that wins over files and environment.</summary>
    public IReadOnlyDictionary<string, string?>? Configuration { get; init; }
}
