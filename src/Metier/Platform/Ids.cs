namespace Metier.Platform;

/// <summary>Identifiers: UUID version 7, ordered by time, made by the caller so that a repeated request can be recognised.</summary>
public static class Ids
{
    /// <summary>A new id stamped with the injected clock.</summary>
    public static Guid New(TimeProvider clock) => Guid.CreateVersion7(clock.GetUtcNow());
}
