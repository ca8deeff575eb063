using Metier.Platform;

namespace Metier.Invoicing;

/// <summary>
/// What is asked of somebody: only what their country and form need. A country without a pack of its own is asked the general
/// questions.
/// </summary>
/// <param name="Pack">The country has questions of its own, or its VAT is calculated.</param>
/// <param name="Registration">The number in the register of businesses.</param>
/// <param name="Siret">That number is a SIREN or SIRET, and is checked.</param>
/// <param name="Vat">How they stand to VAT.</param>
/// <param name="Debits">VAT on debits.</param>
/// <param name="Delivery">Another place of delivery.</param>
/// <param name="Region">State or region.</param>
/// <param name="PostCode">A post code is required.</param>
public sealed record LegalQuestions(
    bool Pack,
    bool Registration,
    bool Siret,
    bool Vat,
    bool Debits,
    bool Delivery,
    bool Region,
    bool PostCode
)
{
    /// <summary>The questions for a country and a form.</summary>
    public static LegalQuestions Of(string country, LegalForm form)
    {
        var business = form != LegalForm.Person;
        var french = BusinessNumbers.IsFrench(country);
        var vat = VatData.BuiltIn.Country(country) is not null;
        return new LegalQuestions(
            Pack: vat || french || country == "US",
            Registration: business && country != "US",
            Siret: business && french,
            Vat: business && vat,
            Debits: business && country is "FR" or "MC",
            Delivery: business && french,
            Region: country is "US" or "CA" or "AU" or "IN" or "BR",
            PostCode: vat || french || country == "US"
        );
    }

    /// <summary>Everything that is wrong with what was typed.</summary>
    public static List<Refusal> Check(LegalInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var wrong = new List<Refusal>();
        void Wrong(string code, string message, string field) => wrong.Add(new Refusal(code, message, "Form." + field));
        void Need(string? typed, int longest, string message, string field, bool required = true)
        {
            var length = Line(typed).Length;
            if (required && length == 0)
            {
                Wrong("missing", message, field);
            }
            else if (length > longest)
            {
                Wrong("too_long", PlatformText.TooLong(longest), field);
            }
        }
        if (!Countries.List.Has(input.Country))
        {
            Wrong("country", LegalText.ChooseCountry, nameof(input.Country));
        }
        if (!Enum.TryParse<LegalForm>(input.Form, out var form) || !Enum.IsDefined(form))
        {
            Wrong("form", LegalText.ChooseForm, nameof(input.Form));
        }
        if (wrong.Count > 0)
        {
            return wrong;
        }
        var asked = Of(input.Country!, form);
        Need(input.Name, 200, LegalText.EnterName, nameof(input.Name));
        Need(input.Street, 300, LegalText.EnterStreet, nameof(input.Street));
        Need(input.PostCode, 20, LegalText.EnterPostCode, nameof(input.PostCode), asked.PostCode);
        Need(input.City, 100, LegalText.EnterCity, nameof(input.City));
        Need(input.Region, 100, LegalText.EnterRegion, nameof(input.Region), input.Country == "US");
        Need(input.RegistrationNumber, 40, LegalText.EnterSiret, nameof(input.RegistrationNumber), asked.Siret);
        Need(input.DeliveryStreet, 300, "", nameof(input.DeliveryStreet), required: false);
        Need(input.DeliveryPostCode, 20, "", nameof(input.DeliveryPostCode), required: false);
        Need(input.DeliveryCity, 100, "", nameof(input.DeliveryCity), required: false);
        if (
            asked.Siret
            && BusinessNumbers.Clean(input.RegistrationNumber) is { Length: > 0 } siret
            && !IsFrenchNumber(siret)
        )
        {
            Wrong("siret", LegalText.WrongSiret, nameof(input.RegistrationNumber));
        }
        if (asked.Vat)
        {
            CheckVat(input, asked, Wrong);
        }
        return wrong;
    }

    private static bool IsFrenchNumber(string number) =>
        BusinessNumbers.IsSiren(number) || BusinessNumbers.IsSiret(number);

    private static void CheckVat(LegalInput input, LegalQuestions asked, Action<string, string, string> wrong)
    {
        var number = VatNumbers.Clean(input.VatNumber);
        if (!Enum.TryParse<VatStanding>(input.Vat, out var standing) || !Enum.IsDefined(standing))
        {
            wrong("vat", LegalText.ChooseVat, nameof(input.Vat));
            return;
        }
        if (number.Length == 0)
        {
            if (standing == VatStanding.Registered)
            {
                wrong("vat_number", LegalText.EnterVatNumber, nameof(input.VatNumber));
            }
            return;
        }
        var message = VatNumbers.Check(number, input.Country!) switch
        {
            VatNumberProblem.Form => LegalText.VatNumberForm(Countries.Name(input.Country!)),
            VatNumberProblem.CheckDigits => LegalText.VatNumberDigits,
            VatNumberProblem.Country => LegalText.VatNumberCountry(Countries.Name(input.Country!)),
            _ => null,
        };
        if (message is not null)
        {
            wrong("vat_number", message, nameof(input.VatNumber));
            return;
        }
        var siren = BusinessNumbers.Clean(input.RegistrationNumber);
        if (asked.Siret && siren.Length >= 9 && number.Length == 13 && number[4..] != siren[..9])
        {
            wrong("vat_number", LegalText.VatNumberSiren, nameof(input.VatNumber));
        }
    }

    internal static string Line(string? typed) =>
        new([.. (typed ?? "").Trim().Where(c => !char.IsControl(c) || c == '\n')]);

    internal static string Block(string? typed) => Line((typed ?? "").Replace("\r\n", "\n", StringComparison.Ordinal));
}
