using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>The newest rate of a currency.</summary>
/// <param name="Rate">What a euro is in it.</param>
/// <param name="Day">The day it is of.</param>
/// <param name="Source">The file it came from.</param>
/// <param name="At">When it was read, UTC.</param>
/// <param name="IsFresh">Young enough to be quoted.</param>
public sealed record EuroRate(ExchangeRate Rate, DateOnly Day, string Source, DateTime At, bool IsFresh);

/// <summary>Rates between currencies, as the operator keeps them; nothing is fetched from anywhere.</summary>
public sealed class ExchangeRates(MetierDb db, PaymentOptions options, PaymentProviders providers)
{
    /// <summary>The newest rate of every currency, by code.</summary>
    public async Task<IReadOnlyList<EuroRate>> NewestAsync(CancellationToken ct)
    {
        var all = db.ExchangeRates;
        var rows = await all.AsNoTracking()
            .Where(r => !all.Any(l => l.Currency == r.Currency && l.Day > r.Day))
            .OrderBy(r => r.Currency)
            .ToListAsync(ct);
        return rows.ConvertAll(r => new EuroRate(r.Rate, r.Day, r.Source, r.At, r.Day >= Oldest));
    }

    /// <summary>The currencies that can be paid in instead of this one now; empty when this one itself has no rate.</summary>
    public async Task<IReadOnlyList<Currency>> PayableAsync(Currency currency, CancellationToken ct)
    {
        var oldest = Oldest;
        var codes = await db
            .ExchangeRates.Where(r => r.Day >= oldest)
            .Select(r => r.Currency)
            .Distinct()
            .OrderBy(c => c)
            .ToListAsync(ct);
        var known = codes.Count == 0 ? [] : codes.Select(Currency.Of).Append(Currency.Eur).ToList();
        return known.Contains(currency)
            ?
            [
                .. known
                    .Where(c => !ReferenceEquals(c, currency))
                    .Where(c => providers.All.Any(p => p.Capabilities.Currencies.Has(c)))
                    .OrderBy(c => c.Code, StringComparer.Ordinal),
            ]
            : [];
    }

    /// <summary>The rate from one to the other and the day of the older of the two it is made of; null when one is missing or too old.</summary>
    internal async Task<(ExchangeRate Rate, DateOnly Day)?> FindAsync(
        Currency from,
        Currency to,
        CancellationToken ct
    ) =>
        await OfEuroAsync(from, ct) is var (a, first) && await OfEuroAsync(to, ct) is var (b, second)
            ? (a.Inverse.Then(b), first < second ? first : second)
            : null;

    private DateOnly Oldest => DateOnly.FromDateTime(db.Now).AddDays(-options.ExchangeMaximumAgeDays);

    private async Task<(ExchangeRate Rate, DateOnly Day)?> OfEuroAsync(Currency currency, CancellationToken ct)
    {
        if (ReferenceEquals(currency, Currency.Eur))
        {
            return (ExchangeRate.Same(Currency.Eur), DateOnly.FromDateTime(db.Now));
        }
        var oldest = Oldest;
        var row = await db
            .ExchangeRates.AsNoTracking()
            .Where(r => r.Currency == currency.Code && r.Day >= oldest)
            .OrderByDescending(r => r.Day)
            .FirstOrDefaultAsync(ct);
        return row is null ? null : (row.Rate, row.Day);
    }
}

/// <summary>What came of reading a file of rates.</summary>
/// <param name="Rates">How many rates it held.</param>
/// <param name="Newest">Its newest day.</param>
public sealed record RatesRead(int Rates, DateOnly Newest);

/// <summary>Takes a daily file of the central bank's form. The same day again takes the place of what was read before.</summary>
public sealed class ImportRates(MetierDb db, PaymentOptions options)
{
    /// <summary>The longest file.</summary>
    public const int MostBytes = RateFiles.MostBytes;

    /// <summary>From an upload, by finance.</summary>
    public Task<Outcome<RatesRead>> RunAsync(string name, byte[] bytes, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return actor.May(StaffRoles.Finance)
            ? TakeAsync(name, bytes, actor, ct)
            : Task.FromResult<Outcome<RatesRead>>(Refusal.NotFound());
    }

    internal Task<Outcome<RatesRead>> TakeAsync(string name, byte[] bytes, Actor? actor, CancellationToken ct) =>
        db.WriteAsync<RatesRead>(
            async () =>
            {
                if (RateFiles.Read(bytes) is not { } read)
                {
                    return new Refusal("rates_unreadable", PaymentRefusalText.RatesUnreadable, "Form.File");
                }
                var today = DateOnly.FromDateTime(db.Now);
                if (read.Any(r => r.Day > today.AddDays(1)))
                {
                    return new Refusal("rates_future", PaymentRefusalText.RatesFuture, "Form.File");
                }
                // Days that are too old to be quoted are not kept: files of years are offered for download, too.
                var oldest = today.AddDays(-options.ExchangeMaximumAgeDays);
                var kept = read.Where(r => r.Day >= oldest).DistinctBy(r => (r.Day, r.Rate.To.Code)).ToList();
                if (kept.Count == 0)
                {
                    return new Refusal(
                        "rates_old",
                        PaymentRefusalText.RatesOld(options.ExchangeMaximumAgeDays),
                        "Form.File"
                    );
                }
                var known = await db
                    .ExchangeRates.Where(r => r.Day >= oldest)
                    .ToDictionaryAsync(r => (r.Day, r.Currency), ct);
                foreach (var rate in kept)
                {
                    Keep(known.GetValueOrDefault((rate.Day, rate.Rate.To.Code)), rate, name);
                }
                var newest = kept.Max(r => r.Day);
                db.Audit(
                    actor,
                    "rates.imported",
                    null,
                    new
                    {
                        name,
                        kept.Count,
                        newest,
                    }
                );
                return new RatesRead(kept.Count, newest);
            },
            ct
        );

    private void Keep(ExchangeRateRow? row, FileRate rate, string name)
    {
        var source = name.Length <= 200 ? name : name[..200];
        if (row is null)
        {
            row = new ExchangeRateRow
            {
                Day = rate.Day,
                Currency = rate.Rate.To.Code,
                Source = source,
            };
            db.ExchangeRates.Add(row);
        }
        (row.Numerator, row.Denominator, row.Source, row.At) = (
            rate.Rate.Numerator,
            rate.Rate.Denominator,
            source,
            db.Now
        );
    }
}

/// <summary>Finance types a single rate: for a currency no file has.</summary>
public sealed class SetRate(MetierDb db)
{
    /// <summary>What one euro is today in a currency, as <c>1.0812</c>.</summary>
    public Task<Outcome<Done>> RunAsync(string? code, string? typed, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                ArgumentNullException.ThrowIfNull(actor);
                if (!actor.May(StaffRoles.Finance))
                {
                    return Refusal.NotFound();
                }
                if (
                    !Currency.TryOf(code?.Trim().ToUpperInvariant(), out var currency)
                    || ReferenceEquals(currency, Currency.Eur)
                )
                {
                    return new Refusal("currency_unknown", PaymentRefusalText.CurrencyUnknown, "Rate.Currency");
                }
                var text = typed?.Trim().Replace(',', '.');
                if (!ExchangeRate.TryParse(text, Currency.Eur, currency, out var rate))
                {
                    return new Refusal("rate_wrong", PaymentRefusalText.RateWrong, "Rate.Value");
                }
                var today = DateOnly.FromDateTime(db.Now);
                var row = await db.ExchangeRates.SingleOrDefaultAsync(
                    r => r.Day == today && r.Currency == currency.Code,
                    ct
                );
                if (row is null)
                {
                    row = new ExchangeRateRow
                    {
                        Day = today,
                        Currency = currency.Code,
                        Source = "",
                    };
                    db.ExchangeRates.Add(row);
                }
                (row.Numerator, row.Denominator, row.Source, row.At) = (
                    rate!.Numerator,
                    rate.Denominator,
                    actor.Name,
                    db.Now
                );
                db.Audit(actor, "rate.set", null, new { currency.Code, text });
                return Done.It;
            },
            ct
        );
}

/// <summary>Reads new files from the folder the operator names, every quarter of an hour. Without a folder it does nothing.</summary>
internal sealed class ReadRatesFolder(
    MetierDb db,
    ImportRates import,
    PaymentOptions options,
    RatesFolder folder,
    Microsoft.Extensions.Logging.ILogger<ReadRatesFolder> log
) : Chore
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(15);

    public override Task<DateTime?> NextDueAsync(CancellationToken ct) =>
        Task.FromResult(
            options.ExchangeFolder.Length == 0 ? (DateTime?)null
            : folder.LookedAt is { } at ? at + Between
            : db.Now
        );

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        folder.LookedAt = db.Now;
        if (!Directory.Exists(options.ExchangeFolder))
        {
            return 0;
        }
        var taken = 0;
        var files = new DirectoryInfo(options.ExchangeFolder).EnumerateFiles().OrderBy(f => f.LastWriteTimeUtc);
        foreach (var file in files.Where(f => f.Extension is ".xml" or ".csv" && f.Length <= RateFiles.MostBytes))
        {
            if (!folder.IsNew(file.FullName, file.LastWriteTimeUtc))
            {
                continue;
            }
            var read = await import.TakeAsync(file.Name, await File.ReadAllBytesAsync(file.FullName, ct), null, ct);
            db.ChangeTracker.Clear();
            if (read.Ok)
            {
                taken++;
            }
            else
            {
                LogLeft(log, file.Name, read.Refusals[0].Code);
            }
        }
        return taken;
    }

    private static readonly Action<Microsoft.Extensions.Logging.ILogger, string, string, Exception?> Left =
        Microsoft.Extensions.Logging.LoggerMessage.Define<string, string>(
            Microsoft.Extensions.Logging.LogLevel.Warning,
            default,
            "Rates in {File} were not taken: {Code}"
        );

    private static void LogLeft(Microsoft.Extensions.Logging.ILogger log, string file, string code) =>
        Left(log, file, code, null);
}

/// <summary>What this node has read of the folder.</summary>
internal sealed class RatesFolder
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, DateTime> read = new();

    public DateTime? LookedAt { get; set; }

    public bool IsNew(string path, DateTime written)
    {
        var before = read.GetValueOrDefault(path);
        read[path] = written;
        return before != written;
    }
}
