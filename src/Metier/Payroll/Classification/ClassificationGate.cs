using Metier.Contracts;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payroll;

/// <summary>
/// Before an offer is sent or accepted as freelance work: the stricter of the operator's rule and the client's. An offer of payroll is
/// employment and passes.
/// </summary>
internal sealed class ClassificationGate(MetierDb db, ClassificationOptions options) : OfferGate
{
    public override async Task<Refusal?> RefuseAsync(Offer offer, Side side, CancellationToken ct)
    {
        if (offer.Terms.Payroll is not null)
        {
            return null;
        }
        var rule = await RuleOfAsync(db, options, offer.ClientId, ct);
        var row = await db.Classifications.AsNoTracking().SingleOrDefaultAsync(c => c.OfferId == offer.Id, ct);
        var mark = row is null
            ? null
            : await db.ClassificationAnswers.Where(a => a.Id == row.AnswersId).Select(a => a.TermsMark).SingleAsync(ct);
        return ClassificationRules.Refuse(rule, row, mark == ClassificationTerms.MarkOf(offer.Terms), side);
    }

    /// <summary>The rule for this client.</summary>
    public static async Task<ClassificationRule> RuleOfAsync(
        MetierDb db,
        ClassificationOptions options,
        Guid clientId,
        CancellationToken ct
    )
    {
        var own = await db
            .ClassificationSettings.AsNoTracking()
            .Where(s => s.ClientId == clientId)
            .Select(s => (ClassificationRule?)s.Rule)
            .SingleOrDefaultAsync(ct);
        return own is { } set && set > options.Rule ? set : options.Rule;
    }
}

/// <summary>The gate, as a table.</summary>
internal static class ClassificationRules
{
    /// <summary>Why freelance work may not start; null when it may.</summary>
    public static Refusal? Refuse(ClassificationRule rule, Classification? row, bool sameTerms, Side side)
    {
        var missing =
            rule == ClassificationRule.Required && row is null ? ClassificationWordsText.GateAnswer
            : rule == ClassificationRule.Required && !sameTerms ? ClassificationWordsText.GateAgain
            : rule >= ClassificationRule.Confirmed && row is { AllowsFreelance: false }
                ? ClassificationWordsText.GateEmployment
            : null;
        // What the client answered is not for the freelancer to know.
        return missing is null ? null
            : side == Side.Freelancer ? new Refusal("classification", ClassificationWordsText.GateAnswerFreelancer)
            : new Refusal("classification", missing);
    }
}
