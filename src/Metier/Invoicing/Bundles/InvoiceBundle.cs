namespace Metier.Invoicing;

/// <summary>How far a bundle is.</summary>
public enum BundleState
{
    /// <summary>It is being made.</summary>
    Working,

    /// <summary>It can be fetched.</summary>
    Ready,

    /// <summary>Its days are over and its file is gone.</summary>
    Expired,
}

/// <summary>A year's documents of one person in one file, made in the background.</summary>
public sealed class InvoiceBundle
{
    /// <summary>Id, also of its file in the store.</summary>
    public Guid Id { get; init; }

    /// <summary>Who asked, and alone may fetch it.</summary>
    public Guid MemberId { get; init; }

    /// <summary>The client they asked as; null as a freelancer.</summary>
    public Guid? ClientId { get; init; }

    /// <summary>The year of issue, UTC.</summary>
    public int Year { get; init; }

    /// <summary>When it was asked for, UTC.</summary>
    public DateTime AskedAt { get; init; }

    /// <summary>How far it is.</summary>
    public BundleState State { get; set; }

    /// <summary>How many documents it holds.</summary>
    public int Total { get; init; }

    /// <summary>How many of them are printed.</summary>
    public int Done { get; set; }

    /// <summary>When work goes on, or when the file goes; null when it is gone.</summary>
    public DateTime? DueAt { get; set; }

    /// <summary>Its size, once it is ready.</summary>
    public long Bytes { get; set; }

    /// <summary>The last document printed, where work goes on after a stop.</summary>
    public Guid? LastId { get; set; }
}
