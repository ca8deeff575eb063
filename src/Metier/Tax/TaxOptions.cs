namespace Metier.Tax;

/// <summary>What happens to payouts of a US person who has not signed a W-9.</summary>
public enum WithoutW9
{
    /// <summary>They wait for the form.</summary>
    Block,

    /// <summary>They go out, less the backup withholding.</summary>
    Withhold,
}

/// <summary>The operator as the one who files; configuration section <c>Taxes</c>.</summary>
public sealed class TaxOptions
{
    /// <summary>A folder of country packs that take the place of the built-in ones of the same name, or come beside them.</summary>
    public string Folder { get; set; } = "";

    /// <summary>Payouts of US persons without a W-9.</summary>
    public WithoutW9 WithoutW9 { get; set; }

    /// <summary>The operator's country, two letters.</summary>
    public string Country { get; set; } = "";

    /// <summary>The operator's tax number: an EIN for the United States, the number of its own tax office elsewhere.</summary>
    public string TaxNumber { get; set; } = "";

    /// <summary>The number an EU tax office knows the platform by, where it gave one.</summary>
    public string PlatformNumber { get; set; } = "";

    /// <summary>The operator's US tax number, where it files there under another one.</summary>
    public string UsTaxNumber { get; set; } = "";

    /// <summary>Street and number of the registered office.</summary>
    public string Street { get; set; } = "";

    /// <summary>Postcode of the registered office.</summary>
    public string PostCode { get; set; } = "";

    /// <summary>City of the registered office.</summary>
    public string City { get; set; } = "";

    /// <summary>Why the operator reports in its country: RPONEX1 (resident there) to RPONEX5.</summary>
    public string Nexus { get; set; } = "RPONEX1";
}
