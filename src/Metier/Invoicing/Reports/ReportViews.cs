using System.Globalization;
using Metier.Contracts;
using Metier.Ledger;
using Metier.Members;
using Metier.Payments;
using Metier.Platform;

namespace Metier.Invoicing;

/// <summary>What the lines of a report are.</summary>
public enum ReportBy
{
    /// <summary>One for each month.</summary>
    Month,

    /// <summary>One for each week that had money, from Monday.</summary>
    Week,

    /// <summary>One for each client or freelancer.</summary>
    Person,

    /// <summary>One for each contract.</summary>
    Contract,
}

/// <summary>A line of a report.</summary>
/// <param name="Key">What it stands for: an ISO date, or an id.</param>
/// <param name="Label">The same in words.</param>
/// <param name="Count">How many movements of money.</param>
/// <param name="Work">The price of the work.</param>
/// <param name="Fee">The fees on it.</param>
/// <param name="Net">What was earned in the end, or paid in all.</param>
public sealed record ReportRow(string Key, string Label, int Count, Money Work, Money Fee, Money Net);

/// <summary>A report: the lines and their sums.</summary>
public sealed record Report(
    StatementSide Side,
    ReportBy By,
    Currency Currency,
    DateOnly From,
    DateOnly To,
    IReadOnlyList<ReportRow> Rows,
    ReportRow Total
);

/// <summary>Sums what the book says of one side's work, by time, person or contract.</summary>
public sealed class ReportViews(MoneyLines lines, MemberViews members, ContractViews contracts)
{
    /// <summary>The report; every line of the book in these days is in exactly one of its lines.</summary>
    public async Task<Report> FindAsync(
        StatementSide side,
        Guid partyId,
        Currency currency,
        ReportBy by,
        DateOnly from,
        DateOnly to,
        CancellationToken ct
    )
    {
        var all = await lines.OfAsync(side, partyId, currency, from, to, ct);
        var groups = all.GroupBy(l => Key(l, by)).OrderBy(g => g.Key, StringComparer.Ordinal).ToList();
        var names = await NamesAsync(side, by, all, ct);
        var rows = groups.Select(g => Sum(g.Key, Label(g.Key, by, names), [.. g], currency));
        return new Report(
            side,
            by,
            currency,
            from,
            to,
            [.. by is ReportBy.Person or ReportBy.Contract ? rows.OrderByDescending(r => r.Net.Minor).ThenBy(r => r.Label, StringComparer.Ordinal) : rows],
            Sum("", ReportText.Total, all, currency)
        );
    }

    private static ReportRow Sum(string key, string label, IReadOnlyCollection<MoneyLine> of, Currency currency)
    {
        return new(key, label, of.Count, Of(l => l.Work), Of(l => l.Fee), Of(l => l.Net));

        Money Of(Func<MoneyLine, Money> part) => of.Select(part).Aggregate(Money.Zero(currency), (a, b) => a + b);
    }

    private static string Key(MoneyLine line, ReportBy by)
    {
        var day = DateOnly.FromDateTime(line.At);
        return by switch
        {
            ReportBy.Month => Iso(new DateOnly(day.Year, day.Month, 1)),
            ReportBy.Week => Iso(day.AddDays(-(((int)day.DayOfWeek + 6) % 7))),
            ReportBy.Person => line.OtherId?.ToString() ?? "",
            _ => line.ContractId?.ToString() ?? "",
        };
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Label(string key, ReportBy by, IReadOnlyDictionary<Guid, string> names)
    {
        if (by is ReportBy.Person or ReportBy.Contract)
        {
            return Guid.TryParse(key, out var id) && names.TryGetValue(id, out var name) ? name : ReportText.Other;
        }
        var culture = Languages.Culture(Languages.Current);
        var day = DateOnly.ParseExact(key, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return by == ReportBy.Month
            ? day.ToString("MMMM yyyy", culture)
            : ReportText.WeekOf(day.ToString("d MMMM yyyy", culture));
    }

    private async Task<IReadOnlyDictionary<Guid, string>> NamesAsync(
        StatementSide side,
        ReportBy by,
        IReadOnlyList<MoneyLine> all,
        CancellationToken ct
    )
    {
        if (by == ReportBy.Contract)
        {
            return await contracts.TitlesAsync([.. all.Select(l => l.ContractId).OfType<Guid>().Distinct()], ct);
        }
        if (by != ReportBy.Person)
        {
            return new Dictionary<Guid, string>();
        }
        Guid[] ids = [.. all.Select(l => l.OtherId).OfType<Guid>().Distinct()];
        return side == StatementSide.Client
            ? (await members.MembersAsync(ids, ct)).ToDictionary(m => m.Key, m => m.Value.Name)
            : (await members.ClientsAsync(ids, ct)).ToDictionary(c => c.Key, c => c.Value.Name);
    }
}

/// <summary>Prints a report; the page shows the same.</summary>
public static class ReportPrint
{
    /// <summary>What the columns of money are called on this side.</summary>
    public static (string Work, string Fee, string Net) Columns(StatementSide side) =>
        side == StatementSide.Client
            ? (ReportText.PaidForWork, ReportText.PaymentFees, ReportText.PaidInAll)
            : (ReportText.Earned, ReportText.Commission, ReportText.LeftOver);

    /// <summary>What the first column holds.</summary>
    public static string First(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.By switch
        {
            ReportBy.Month => ReportText.Month,
            ReportBy.Week => ReportText.Week,
            ReportBy.Contract => ReportText.Contract,
            _ => report.Side == StatementSide.Client ? ReportText.Freelancer : ReportText.Client,
        };
    }

    /// <summary>From and to, in words.</summary>
    public static string Days(DateOnly from, DateOnly to)
    {
        var culture = Languages.Culture(Languages.Current);
        return ReportText.FromTo(from.ToString("d MMMM yyyy", culture), to.ToString("d MMMM yyyy", culture));
    }

    /// <summary>The PDF, in the language of the page.</summary>
    public static byte[] Pdf(Report report, string whose, DateTime now, DocumentFonts fonts)
    {
        ArgumentNullException.ThrowIfNull(report);
        var (work, fee, net) = Columns(report.Side);
        var title = report.Side == StatementSide.Client ? ReportText.SpendTitle : ReportText.EarningsTitle;
        var sheet = new PdfSheet(fonts, title, $"{title} · {whose}", now);
        sheet.Title(title);
        sheet.Facts([
            (ReportText.For, whose),
            (ReportText.Period, Days(report.From, report.To)),
            (ReportText.Currency, report.Currency.Code),
        ]);
        sheet.Table(
            [new(First(report), 0.43), new(work, 0.19, true), new(fee, 0.19, true), new(net, 0.19, true)],
            [
                .. report.Rows.Append(report.Total).Select(r => (IReadOnlyList<string>)[r.Label, Formats.Money(r.Work), Formats.Money(r.Fee), Formats.Money(r.Net)]),
            ],
            totals: 1
        );
        sheet.Paragraph(ReportText.FromTheBook, 8);
        return sheet.Save();
    }
}
