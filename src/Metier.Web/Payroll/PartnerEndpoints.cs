using System.Globalization;
using System.Text;
using System.Text.Json;
using Metier.Ledger;
using Metier.Payroll;
using Metier.Platform;
using Metier.Web.Shell;
using Microsoft.AspNetCore.Http.Metadata;

namespace Metier.Web.Payroll;

/// <summary>Hours out as CSV for people and as JSON for the partner's program; pay results in from the program. Refusals are problem details.</summary>
internal static class PartnerEndpoints
{
    private const int LargestBody = 1024 * 1024;

    /// <summary>A program asks: no page is shown in the place of an answer without a body.</summary>
    private sealed class AnswersItself : ISkipStatusCodePagesMetadata;

    public static void Map(WebApplication app)
    {
        foreach (var language in Languages.All)
        {
            app.MapGet($"/{language}/partner/hours.csv", CsvAsync).RequireAuthorization(Access.Confirmed);
        }
        // The token is the sign-in.
        var program = app.MapGroup("/api/partner")
            .AllowAnonymous()
            .RequireRateLimiting(RateClasses.Tracker)
            .DisableAntiforgery()
            .WithMetadata(new AnswersItself());
        program.MapGet("/hours", HoursAsync);
        program.MapPost("/results", ResultsAsync);
    }

    private static async Task<IResult> CsvAsync(HttpContext http, PartnerAccess partners, PartnerBooks books)
    {
        if (await partners.OfAsync(http.Actor()!, http.RequestAborted) is not { } partner)
        {
            return Results.NotFound();
        }
        return Results.Stream(
            async body =>
            {
                await using var to = new StreamWriter(body, new UTF8Encoding(true), leaveOpen: true);
                await to.WriteLineAsync("id,contract,week,line,minutes,rate,amount,currency,reason,sent_at");
                Guid? after = null;
                while (true)
                {
                    var lines = await books.HoursAfterAsync(partner.PartnerId, after, 500, http.RequestAborted);
                    foreach (var l in lines)
                    {
                        await to.WriteLineAsync(Line(l));
                    }
                    if (lines.Count < 500)
                    {
                        return;
                    }
                    after = lines[^1].Id;
                }
            },
            "text/csv; charset=utf-8",
            "hours.csv"
        );
    }

    private static string Line(HoursLine l) =>
        string.Join(
            ',',
            l.Id.ToString("D"),
            l.ContractId.ToString("D"),
            l.Monday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            l.Number.ToString(CultureInfo.InvariantCulture),
            l.Minutes.ToString(CultureInfo.InvariantCulture),
            Major(l.RateMinor, l.Currency),
            Major(l.AmountMinor, l.Currency),
            l.Currency,
            Quoted(l.Reason),
            l.At.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        );

    /// <summary>In quotes; what a spreadsheet would take for a formula begins with an apostrophe.</summary>
    private static string Quoted(string text) =>
        text.Length == 0
            ? ""
            : "\""
                + (text[0] is '=' or '+' or '-' or '@' ? "'" : "")
                + text.Replace("\"", "\"\"", StringComparison.Ordinal)
                + "\"";

    private static string Major(long minor, string currency)
    {
        var digits = Currency.Of(currency).Decimals;
        var amount = (decimal)minor;
        for (var i = 0; i < digits; i++)
        {
            amount /= 10;
        }
        return amount.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    private static async Task<IResult> HoursAsync(
        Guid? after,
        HttpContext http,
        PartnerAccess partners,
        PartnerBooks books
    )
    {
        if (await PartnerAsync(http, partners) is not { } partner)
        {
            return Results.Unauthorized();
        }
        var lines = await books.HoursAfterAsync(
            partner.PartnerId,
            after,
            PartnerBooks.MostLines + 1,
            http.RequestAborted
        );
        var shown = lines.Take(PartnerBooks.MostLines).ToList();
        return Results.Json(
            new
            {
                lines = shown.ConvertAll(l => new
                {
                    id = l.Id,
                    contract = l.ContractId,
                    week = l.Monday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    line = l.Number,
                    minutes = l.Minutes,
                    rate = Major(l.RateMinor, l.Currency),
                    amount = Major(l.AmountMinor, l.Currency),
                    currency = l.Currency,
                    reason = l.Reason,
                    sentAt = l.At,
                }),
                next = shown.Count > 0 ? shown[^1].Id : after,
                more = lines.Count > shown.Count,
            }
        );
    }

    /// <summary>A JSON array of results, with the names of the CSV's columns in camel case.</summary>
    private static async Task<IResult> ResultsAsync(HttpContext http, PartnerAccess partners, ImportResults import)
    {
        if (await PartnerAsync(http, partners) is not { } partner)
        {
            return Results.Unauthorized();
        }
        if (http.Request.ContentLength is null or > LargestBody)
        {
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }
        List<ResultTyped>? rows;
        try
        {
            rows = await JsonSerializer.DeserializeAsync<List<ResultTyped>>(
                http.Request.Body,
                JsonSerializerOptions.Web,
                http.RequestAborted
            );
        }
        catch (JsonException)
        {
            return Results.Problem(statusCode: StatusCodes.Status400BadRequest, title: "json");
        }
        using var language = new InLanguage("en");
        var done = await import.RunAsync(
            [.. (rows ?? []).Select(r => r ?? new(null, null, null, null, null, null, null, null, null))],
            partner,
            http.RequestAborted
        );
        return done.Ok
            ? Results.Json(new { imported = done.Value.Imported, known = done.Value.Known })
            : Results.Problem(
                statusCode: StatusCodes.Status422UnprocessableEntity,
                title: done.Refusals[0].Code,
                detail: done.Refusals[0].Message,
                extensions: new Dictionary<string, object?>
                {
                    ["errors"] = done.Refusals.Select(r => new
                    {
                        r.Code,
                        r.Message,
                        r.Field,
                    }),
                }
            );
    }

    private static Task<PartnerActor?> PartnerAsync(HttpContext http, PartnerAccess partners)
    {
        var header = http.Request.Headers.Authorization.ToString();
        return partners.OfTokenAsync(
            header.StartsWith("Bearer ", StringComparison.Ordinal) ? header[7..] : null,
            http.RequestAborted
        );
    }
}
