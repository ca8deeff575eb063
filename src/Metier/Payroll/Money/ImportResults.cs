using System.Globalization;
using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payroll;

/// <summary>One pay result as it came, in a line of CSV or in JSON; amounts in the major unit with a point.</summary>
/// <param name="Reference">The partner's own number for it.</param>
/// <param name="Contract">The contract's id.</param>
/// <param name="Week">The Monday, <c>yyyy-MM-dd</c>.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Gross">Gross wages.</param>
/// <param name="EmployerCost">Gross wages and the employer's contributions.</param>
/// <param name="Net">Paid to the person.</param>
/// <param name="PeriodFrom">First day of the pay period.</param>
/// <param name="PeriodTo">Last day.</param>
public sealed record ResultTyped(
    string? Reference,
    string? Contract,
    string? Week,
    string? Currency,
    string? Gross,
    string? EmployerCost,
    string? Net,
    string? PeriodFrom,
    string? PeriodTo
);

/// <summary>What became of results that were all right.</summary>
/// <param name="Imported">New ones.</param>
/// <param name="Known">Those that had come before with the same content.</param>
public sealed record ImportedResults(int Imported, int Known);

/// <summary>
/// Pay results in: all of them, or none when one is wrong, and then every wrong row is named. A reference that came before changes nothing when
/// it says the same, and is refused when it says something else. Results of one week add up: a correction is another reference, and may be
/// below zero.
/// </summary>
public sealed class ImportResults(MetierDb db)
{
    /// <summary>Rows of one import.</summary>
    public const int Most = 2_000;

    /// <summary>The fields of refusals are <c>row/2</c>: the second line of the file, the first after its head.</summary>
    public Task<Outcome<ImportedResults>> RunAsync(
        IReadOnlyList<ResultTyped> rows,
        PartnerActor partner,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(partner);
        return db.WriteAsync<ImportedResults>(() => ImportAsync(rows, partner, ct), ct);
    }

    private async Task<Outcome<ImportedResults>> ImportAsync(
        IReadOnlyList<ResultTyped> rows,
        PartnerActor partner,
        CancellationToken ct
    )
    {
        if (rows.Count is 0 or > Most)
        {
            return new Refusal("rows", PayrollWordsText.RowsWrong(Most), "Form.File");
        }
        var contracts = await ContractsAsync(rows, partner, ct);
        var wrong = new List<Refusal>();
        var read = new List<PayResult>();
        for (var i = 0; i < rows.Count; i++)
        {
            var before = wrong.Count;
            var result = Read(rows[i], partner, contracts, (code, text) => wrong.Add(Row(i, code, text)));
            if (wrong.Count == before)
            {
                read.Add(result!);
                if (read.Count(r => r.Reference == result!.Reference) > 1)
                {
                    wrong.Add(Row(i, "twice", PayrollWordsText.ReferenceTwice(result!.Reference)));
                }
            }
        }
        if (wrong.Count > 0)
        {
            return wrong;
        }
        return await KeepAsync(read, partner, ct);
    }

    private async Task<Outcome<ImportedResults>> KeepAsync(
        List<PayResult> read,
        PartnerActor partner,
        CancellationToken ct
    )
    {
        var references = read.ConvertAll(r => r.Reference);
        var known = await db
            .PayResults.Where(r => r.PartnerId == partner.PartnerId && references.Contains(r.Reference))
            .ToDictionaryAsync(r => r.Reference, ct);
        var ids = read.Select(r => r.ContractId).Distinct().ToList();
        var weeks = (await db.PayrollWeeks.Where(w => ids.Contains(w.ContractId)).ToListAsync(ct)).ToDictionary(w =>
            (w.ContractId, w.Monday)
        );
        var (wrong, imported) = (new List<Refusal>(), 0);
        for (var i = 0; i < read.Count; i++)
        {
            var result = read[i];
            if (known.TryGetValue(result.Reference, out var before))
            {
                if (!Same(before, result))
                {
                    wrong.Add(Row(i, "reference_known", PayrollWordsText.ReferenceKnown(result.Reference)));
                }
                continue;
            }
            if (weeks.GetValueOrDefault((result.ContractId, result.Monday)) is not { } week)
            {
                wrong.Add(Row(i, "week", PayrollWordsText.NoHoursThatWeek));
                continue;
            }
            if (week.Currency != result.Currency)
            {
                wrong.Add(Row(i, "currency", PayrollWordsText.CurrencyDiffers(result.Currency, week.Currency)));
                continue;
            }
            if (week.PayoutId is not null)
            {
                wrong.Add(Row(i, "paid_out", PayrollWordsText.WeekPaidOut));
                continue;
            }
            if (
                week.ReportedMinor is null && result.EmployerCostMinor < 0
                || (week.ReportedMinor ?? 0) + result.EmployerCostMinor < 0
            )
            {
                wrong.Add(Row(i, "below_zero", PayrollWordsText.BelowZero));
                continue;
            }
            db.PayResults.Add(result);
            week.Report(result.EmployerCostMinor);
            imported++;
        }
        if (wrong.Count > 0)
        {
            return wrong;
        }
        if (imported > 0)
        {
            db.Audit(partner.Actor, "partner.results", partner.PartnerId, new { imported, by = partner.Name });
        }
        return new ImportedResults(imported, read.Count - imported);
    }

    private PayResult? Read(
        ResultTyped typed,
        PartnerActor partner,
        Dictionary<Guid, PayrollContract> contracts,
        Action<string, string> wrong
    )
    {
        var reference = TypedText.Line(typed.Reference);
        if (reference.Length is 0 or > 60)
        {
            wrong("reference", PayrollWordsText.ReferenceMissing(60));
        }
        // Another partner's contract is no contract.
        var contract = Guid.TryParse(typed.Contract, out var id) ? contracts.GetValueOrDefault(id) : null;
        if (contract is null)
        {
            wrong("contract", PayrollWordsText.NoSuchContract(TypedText.Line(typed.Contract)));
        }
        var week = Day(typed.Week);
        if (week is not { DayOfWeek: DayOfWeek.Monday })
        {
            wrong("week", PayrollWordsText.NotAMonday(TypedText.Line(typed.Week)));
        }
        var (from, to) = (Day(typed.PeriodFrom), Day(typed.PeriodTo));
        if (from is null || to is null || to < from)
        {
            wrong("period", PayrollWordsText.PeriodWrong);
        }
        if (!Currency.TryOf(TypedText.Line(typed.Currency), out var currency))
        {
            wrong("currency", PayrollWordsText.CurrencyUnknown(TypedText.Line(typed.Currency)));
            return null;
        }
        var gross = Amount(typed.Gross, "gross", currency, wrong);
        var cost = Amount(typed.EmployerCost, "employer_cost", currency, wrong);
        var net = Amount(typed.Net, "net", currency, wrong);
        if (gross is { } g && cost is { } c && net is { } n && (Math.Abs(c) < Math.Abs(g) || Math.Abs(g) < Math.Abs(n)))
        {
            wrong("amounts", PayrollWordsText.AmountsWrong);
        }
        return new PayResult
        {
            Id = Ids.New(db.Clock),
            PartnerId = partner.PartnerId,
            Reference = reference,
            ContractId = id,
            Monday = week ?? default,
            Currency = currency.Code,
            GrossMinor = gross ?? 0,
            EmployerCostMinor = cost ?? 0,
            NetMinor = net ?? 0,
            PeriodFrom = from ?? default,
            PeriodTo = to ?? default,
            By = partner.Actor?.MemberId,
            At = db.Now,
        };
    }

    /// <summary>Minor units of <c>1234.50</c> or <c>-12</c>; programs write a point, so a comma is a mistake and no decimal sign.</summary>
    private static long? Amount(string? typed, string name, Currency currency, Action<string, string> wrong)
    {
        var text = TypedText.Line(typed);
        if (
            decimal.TryParse(
                text,
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var amount
            )
            && Math.Abs(amount) < 1_000_000_000
        )
        {
            var minor = amount;
            for (var i = 0; i < currency.Decimals; i++)
            {
                minor *= 10;
            }
            if (minor % 1 == 0)
            {
                return (long)minor;
            }
        }
        wrong(name, PayrollWordsText.AmountWrong(name, text));
        return null;
    }

    private static DateOnly? Day(string? typed) =>
        DateOnly.TryParseExact(
            TypedText.Line(typed),
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? day
            : null;

    private static bool Same(PayResult before, PayResult now) =>
        before.ContractId == now.ContractId
        && before.Monday == now.Monday
        && before.Currency == now.Currency
        && before.GrossMinor == now.GrossMinor
        && before.EmployerCostMinor == now.EmployerCostMinor
        && before.NetMinor == now.NetMinor
        && before.PeriodFrom == now.PeriodFrom
        && before.PeriodTo == now.PeriodTo;

    private static Refusal Row(int index, string code, string text) =>
        new(
            code,
            PayrollWordsText.RowSays(index + 2, text),
            string.Create(CultureInfo.InvariantCulture, $"row/{index + 2}")
        );

    private async Task<Dictionary<Guid, PayrollContract>> ContractsAsync(
        IReadOnlyList<ResultTyped> rows,
        PartnerActor partner,
        CancellationToken ct
    )
    {
        var ids = rows.Select(r => Guid.TryParse(r.Contract, out var id) ? id : Guid.Empty).Distinct().ToList();
        return await db
            .PayrollContracts.AsNoTracking()
            .Where(c => c.PartnerId == partner.PartnerId && ids.Contains(c.ContractId))
            .ToDictionaryAsync(c => c.ContractId, ct);
    }
}
