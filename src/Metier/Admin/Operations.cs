using Metier.Contracts;
using Metier.Jobs;
using Metier.Members;
using Metier.Payments;
using Metier.Platform;
using Metier.Taxonomy;

namespace Metier.Admin;

/// <summary>The state of the whole, as staff see it first.</summary>
/// <param name="People">How many people there are.</param>
/// <param name="OpenJobs">Jobs that take proposals.</param>
/// <param name="RunningContracts">Contracts that have not ended.</param>
/// <param name="Disputes">Milestones in dispute.</param>
/// <param name="Appeals">Appeals without an answer, the most urgent first.</param>
/// <param name="NewSkills">Skills that members added and nobody has looked at.</param>
/// <param name="PaymentsLong">Payments under way for more than an hour.</param>
/// <param name="PaymentsUnknown">Payments whose answer was lost.</param>
/// <param name="Differences">Differences with payment providers that nobody has explained.</param>
/// <param name="Balances">The trial balance of each currency.</param>
/// <param name="Check">The last check of the books.</param>
/// <param name="Background">Events, mails and chores.</param>
public sealed record OperationsView(
    PeopleCounts People,
    int OpenJobs,
    int RunningContracts,
    int Disputes,
    IReadOnlyList<WaitingAppeal> Appeals,
    int NewSkills,
    int PaymentsLong,
    int PaymentsUnknown,
    int Differences,
    IReadOnlyList<TrialBalance> Balances,
    BookCheck? Check,
    BackgroundHealth Background
);

/// <summary>Reads the state of the whole.</summary>
public sealed class Operations(
    PeopleViews people,
    StaffJobs jobs,
    StaffContracts contracts,
    SuspensionViews suspensions,
    SkillDesk skills,
    WaitingOperations payments,
    ReconciliationViews reconciliation,
    LedgerViews ledger,
    CheckBooks check,
    HealthViews health
)
{
    /// <summary>As it is now.</summary>
    public async Task<OperationsView> ReadAsync(CancellationToken ct)
    {
        var (running, disputes) = await contracts.CountsAsync(ct);
        var (longOnes, unknown) = await payments.CountAsync(ct);
        return new OperationsView(
            await people.CountsAsync(ct),
            await jobs.OpenAsync(ct),
            running,
            disputes,
            await suspensions.AppealsAsync(ct),
            await skills.WaitingAsync(ct),
            longOnes,
            unknown,
            await reconciliation.WaitingAsync(ct),
            await ledger.TrialAsync(ct),
            await check.LastAsync(ct),
            await health.ReadAsync(ct)
        );
    }
}
