using System.Globalization;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Tax;

/// <summary>A tax identity, as typed.</summary>
/// <param name="Country">Where the person is taxed.</param>
/// <param name="Business">An organisation, not an individual.</param>
/// <param name="Values">The answers, by the code of their question.</param>
public sealed record TaxProfileInput(string? Country, bool Business, IReadOnlyDictionary<string, string?> Values);

/// <summary>Somebody's own tax identity was saved.</summary>
public sealed record TaxProfileSaved(Guid MemberId, bool Complete);

/// <summary>
/// Keeps what a country asks of its people. A change of circumstances ends a form that it makes untrue. Only the person, never
/// their team or staff: there is no other way in.
/// </summary>
public sealed class SaveTaxProfile(MetierDb db, TaxPacks packs, TaxStandings standings, TinVault vault)
{
    /// <summary>Refuses beside the question that is wrong; a number that is on file may be left out.</summary>
    public Task<Outcome<Done>> RunAsync(TaxProfileInput input, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(actor);
        return db.WriteAsync<Done>(() => SaveAsync(input, actor, ct), ct);
    }

    private async Task<Outcome<Done>> SaveAsync(TaxProfileInput input, Actor actor, CancellationToken ct)
    {
        if (!actor.IsFreelancer)
        {
            return Refusal.NotFound();
        }
        if (!Countries.List.Has(input.Country))
        {
            return new Refusal("country_missing", TaxRefusalText.CountryMissing, "country");
        }
        var country = input.Country!;
        var row = await db.TaxProfiles.SingleOrDefaultAsync(p => p.MemberId == actor.MemberId, ct);
        var keepsTin = row?.ProtectedTin is not null && row.Country == country && row.Business == input.Business;
        var (answers, tin, refusals) = Read(input, country, keepsTin);
        if (refusals.Count > 0)
        {
            return refusals;
        }
        if (row is null)
        {
            db.TaxProfiles.Add(row = new TaxProfile { MemberId = actor.MemberId });
        }
        Write(row, input, country, answers, tin, keepsTin);
        await EndUntrueAsync(row, actor, ct);
        db.Audit(
            actor,
            "tax_profile.saved",
            actor.MemberId,
            new
            {
                country,
                input.Business,
                row.UsPerson,
                row.WorkCountry,
                newTin = tin is not null,
            }
        );
        await db.SaveChangesAsync(ct);
        var standing = await standings.OfAsync(actor.MemberId, ct);
        TaxProgress.Refresh(row, standings.Missing(standing, vault), standing.Form, packs, standing.Country, db.Now);
        db.Raise(new TaxProfileSaved(actor.MemberId, row.State == TaxState.Complete));
        return Done.It;
    }

    private (Dictionary<string, string> Answers, (TinFormat Format, string Number)? Tin, List<Refusal> Refusals) Read(
        TaxProfileInput input,
        string country,
        bool keepsTin
    )
    {
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);
        var refusals = new List<Refusal>();
        (TinFormat Format, string Number)? tin = null;
        foreach (var question in packs.Questions(country, input.Business))
        {
            var typed = (input.Values.GetValueOrDefault(question.Code) ?? "").Trim();
            if (question.Code == "tin" && typed.Length > 0)
            {
                tin = packs.ReadTin(country, input.Business, typed);
                if (tin is null)
                {
                    var like = packs.Tins(country, input.Business).Select(t => t.Example);
                    refusals.Add(new("tin_wrong", TaxRefusalText.TinWrong(string.Join(", ", like)), "tin"));
                }
                continue;
            }
            if (typed.Length == 0)
            {
                if (question.Required && !(question.Code == "tin" && keepsTin))
                {
                    refusals.Add(new("answer_missing", TaxRefusalText.AnswerMissing, question.Code));
                }
                continue;
            }
            if (TypedAnswer.Refuse(question.Kind, typed, question.Code, db.Now) is { } refusal)
            {
                refusals.Add(refusal);
            }
            answers[question.Code] = typed;
        }
        return (answers, tin, refusals);
    }

    private void Write(
        TaxProfile row,
        TaxProfileInput input,
        string country,
        Dictionary<string, string> answers,
        (TinFormat Format, string Number)? tin,
        bool keepsTin
    )
    {
        row.Country = country;
        row.Business = input.Business;
        row.UsPerson = answers.Remove("us_person") || packs.Us.Has(country);
        row.WorkCountry = answers.Remove("work_country", out var work) ? work : country;
        row.ProtectedAnswers = vault.ProtectAnswers(row.MemberId, answers);
        if (tin is var (format, number))
        {
            (row.TinCode, row.ProtectedTin, row.TinLast4) = (
                format.Code,
                vault.Protect(row.MemberId, number),
                TinChecks.Last4(number)
            );
        }
        else if (!keepsTin)
        {
            (row.TinCode, row.ProtectedTin, row.TinLast4) = (null, null, null);
        }
    }

    /// <summary>A W-9 of somebody who is no US person any more, a W-8 of somebody who became one or moved their work.</summary>
    private async Task EndUntrueAsync(TaxProfile row, Actor actor, CancellationToken ct)
    {
        var standing = await standings.OfAsync(actor.MemberId, ct);
        if (standing.Form is not { } form)
        {
            return;
        }
        var untrue = standing.HasW9
            ? !row.UsPerson
            : row.UsPerson
                || row.Business != (form.Code == "w-8ben-e")
                || (standing.Content!.Services == "outside" && packs.Us.Has(row.WorkCountry));
        if (untrue)
        {
            db.TaxFormEnds.Add(
                new TaxFormEnd
                {
                    FormId = form.Id,
                    EndedAt = db.Now,
                    Why = FormEnd.Changed,
                }
            );
            db.Audit(actor, "tax_form.ended", form.Id, new { form.Code, why = FormEnd.Changed });
        }
    }
}

/// <summary>Answers that are more than text.</summary>
internal static class TypedAnswer
{
    public const int Longest = 160;

    public static Refusal? Refuse(string kind, string typed, string field, DateTime now) =>
        kind switch
        {
            _ when typed.Length > Longest => new("answer_long", TaxRefusalText.AnswerLong(Longest), field),
            "country" when !Countries.List.Has(typed) => new("country_missing", TaxRefusalText.CountryMissing, field),
            "date" when Birth(typed) is not { } day || day.Year < 1900 || day > DateOnly.FromDateTime(now) => new(
                "date_wrong",
                TaxRefusalText.DateWrong,
                field
            ),
            _ => null,
        };

    public static DateOnly? Birth(string typed) =>
        DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;
}

/// <summary>Moves a tax identity through its states.</summary>
internal static class TaxProgress
{
    /// <summary>People hear of the end of a form so many days before.</summary>
    public const int NoticeDays = 60;

    public static void Refresh(
        TaxProfile row,
        List<string> missing,
        TaxForm? form,
        TaxPacks packs,
        string country,
        DateTime now
    )
    {
        if (missing.Count == 0)
        {
            row.CompletedAt = row.State == TaxState.Complete ? row.CompletedAt ?? now : now;
            row.State = TaxState.Complete;
            row.NextAt = form?.ValidUntil?.AddDays(-NoticeDays);
        }
        else if (row.State == TaxState.Complete || row.AskedAt is null)
        {
            Ask(row, Asking(packs, country, row.UsPerson), now);
        }
    }

    public static void Ask(TaxProfile row, DueDiligence asking, DateTime now)
    {
        row.State = TaxState.Asked;
        row.AskedAt = now;
        (row.RemindedAt, row.RemindedAgainAt, row.BlockedAt, row.CompletedAt) = (null, null, null, null);
        row.NextAt = now.AddDays(asking.Remind1);
    }

    public static DueDiligence Asking(TaxPacks packs, string country, bool usPerson) =>
        (usPerson ? null : packs.Of(country).Select(p => p.DueDiligence).FirstOrDefault(d => d is not null))
        ?? packs.Us.DueDiligence
        ?? new DueDiligence(30, 45, 60);
}
