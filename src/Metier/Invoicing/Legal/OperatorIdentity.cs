using Metier.Platform;

namespace Metier.Invoicing;

/// <summary>
/// The operator for the law; configuration section <c>Invoicing:Operator</c>. Without it the operator's documents carry its
/// name and address (section <c>Instance</c>) and no VAT.
/// </summary>
public sealed class OperatorOptions
{
    /// <summary>Where it is established, ISO 3166; needed for VAT.</summary>
    public string Country { get; set; } = "";

    /// <summary>Street and number.</summary>
    public string Street { get; set; } = "";

    /// <summary>Post code.</summary>
    public string PostCode { get; set; } = "";

    /// <summary>City.</summary>
    public string City { get; set; } = "";

    /// <summary>The number in the register of businesses (SIRET in France).</summary>
    public string RegistrationNumber { get; set; } = "";

    /// <summary>The VAT number. With one, the operator's fees contain VAT; without one they do not.</summary>
    public string VatNumber { get; set; } = "";

    /// <summary>France: owes VAT when it invoices.</summary>
    public bool VatOnDebits { get; set; }
}

/// <summary>The operator as its documents name it.</summary>
public sealed class OperatorIdentity
{
    /// <summary>Reads the configuration; an impossible number stops the start.</summary>
    public OperatorIdentity(OperatorOptions options, InstanceOptions instance)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(instance);
        var number = VatNumbers.Clean(options.VatNumber);
        if (number.Length > 0 && VatNumbers.Check(number, options.Country) != VatNumberProblem.None)
        {
            throw new InvalidOperationException(
                "Invoicing:Operator:VatNumber is not a VAT number of Invoicing:Operator:Country."
            );
        }
        IsConfigured = options.Country.Length > 0;
        Party = new LegalParty
        {
            Form = LegalForm.Company,
            IsTold = IsConfigured,
            Name = instance.OperatorName,
            Address = IsConfigured
                ? new LegalAddress(options.Street, options.PostCode, options.City, "", options.Country)
                : new LegalAddress(instance.OperatorAddress, "", "", "", ""),
            RegistrationNumber = IsConfigured
                ? BusinessNumbers.Clean(options.RegistrationNumber)
                : instance.OperatorTaxId,
            Vat = number.Length > 0 ? VatStanding.Registered : VatStanding.None,
            VatNumber = number,
            VatOnDebits = options.VatOnDebits,
        };
    }

    /// <summary>More is known than name and address.</summary>
    public bool IsConfigured { get; }

    /// <summary>The operator as a party.</summary>
    public LegalParty Party { get; }
}
