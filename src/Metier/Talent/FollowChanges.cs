using Metier.Contracts;
using Metier.Jobs;
using Metier.Members;
using Metier.Payments;
using Metier.Platform;
using Metier.Profiles;
using Metier.Proposals;
using Metier.Reputation;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metier.Talent;

/// <summary>Hears what may change what is found, tells all nodes by the feed, and takes it over on this one at once.</summary>
internal sealed class HearChanges(ChangeFeed feed, TalentIndex index, JobViews jobs)
    : IHandle<ProfileChanged>,
        IHandle<JobPosted>,
        IHandle<JobChanged>,
        IHandle<JobClosed>,
        IHandle<ProposalSent>,
        IHandle<ProposalWithdrawn>,
        IHandle<InvitationSent>,
        IHandle<InvitationDeclined>,
        IHandle<ContractStarted>,
        IHandle<ContractEnded>,
        IHandle<FeedbackShown>,
        IHandle<ReviewChangeAnswered>,
        IHandle<IdentityChecked>,
        IHandle<PaymentMethodAdded>,
        IHandle<PaymentMethodRemoved>,
        IHandle<PaymentMethodExpired>
{
    public Task HandleAsync(ProfileChanged happened, CancellationToken ct) =>
        FreelancersAsync([happened.FreelancerId], ct);

    public Task HandleAsync(JobPosted happened, CancellationToken ct) => JobAsync(happened.JobId, ct);

    public Task HandleAsync(JobChanged happened, CancellationToken ct) => JobAsync(happened.JobId, ct);

    public Task HandleAsync(JobClosed happened, CancellationToken ct) => JobAsync(happened.JobId, ct);

    /// <summary>A proposal may also be the answer to an invitation.</summary>
    public async Task HandleAsync(ProposalSent happened, CancellationToken ct)
    {
        if (happened.InvitationId is not null)
        {
            await feed.TellAsync(TalentSubject.Freelancer, [happened.FreelancerId], ct);
        }
        await JobAsync(happened.JobId, ct);
    }

    public Task HandleAsync(ProposalWithdrawn happened, CancellationToken ct) => JobAsync(happened.JobId, ct);

    public Task HandleAsync(InvitationSent happened, CancellationToken ct) =>
        FreelancersAsync([happened.FreelancerId], ct);

    public Task HandleAsync(InvitationDeclined happened, CancellationToken ct) =>
        FreelancersAsync([happened.FreelancerId], ct);

    /// <summary>A hire changes what is known of the client, on all of its jobs.</summary>
    public Task HandleAsync(ContractStarted happened, CancellationToken ct) =>
        ClientAsync(happened.ClientId, happened.JobId, ct);

    public Task HandleAsync(ContractEnded happened, CancellationToken ct) =>
        FreelancersAsync([happened.FreelancerId], ct);

    /// <summary>Reviews of the client stand in the order of its jobs, and those of the freelancer in theirs.</summary>
    public Task HandleAsync(FeedbackShown happened, CancellationToken ct) =>
        BothAsync(happened.ClientId, happened.FreelancerId, ct);

    public Task HandleAsync(ReviewChangeAnswered happened, CancellationToken ct) =>
        BothAsync(happened.ClientId, happened.FreelancerId, ct);

    public Task HandleAsync(IdentityChecked happened, CancellationToken ct) =>
        FreelancersAsync([happened.MemberId], ct);

    public Task HandleAsync(PaymentMethodAdded happened, CancellationToken ct) =>
        ClientAsync(happened.ClientId, null, ct);

    public Task HandleAsync(PaymentMethodRemoved happened, CancellationToken ct) =>
        ClientAsync(happened.ClientId, null, ct);

    public Task HandleAsync(PaymentMethodExpired happened, CancellationToken ct) =>
        ClientAsync(happened.ClientId, null, ct);

    private async Task FreelancersAsync(Guid[] ids, CancellationToken ct)
    {
        await feed.TellAsync(TalentSubject.Freelancer, ids, ct);
        await index.CatchUpAsync(ct);
    }

    private async Task BothAsync(Guid clientId, Guid freelancerId, CancellationToken ct)
    {
        await feed.TellAsync(TalentSubject.Freelancer, [freelancerId], ct);
        await ClientAsync(clientId, null, ct);
    }

    private async Task JobAsync(Guid id, CancellationToken ct)
    {
        await feed.TellAsync(TalentSubject.Job, [id], ct);
        await index.CatchUpAsync(ct);
    }

    private async Task ClientAsync(Guid clientId, Guid? jobId, CancellationToken ct)
    {
        var ids = await jobs.SearchableOfAsync(clientId, ct);
        await feed.TellAsync(TalentSubject.Job, jobId is { } id ? [.. ids, id] : ids, ct);
        await index.CatchUpAsync(ct);
    }
}

/// <summary>Tells every node to build its index anew, for a doubt.</summary>
public sealed class RebuildIndex
{
    private readonly ChangeFeed feed;
    private readonly MetierDb db;

    internal RebuildIndex(ChangeFeed feed, MetierDb db) => (this.feed, this.db) = (feed, db);

    /// <summary>Comes back once it is told; each node follows within seconds.</summary>
    /// <param name="actor">Null: the command line asks.</param>
    public async Task<Outcome<Done>> RunAsync(Actor? actor, CancellationToken ct)
    {
        if (actor?.May(StaffRoles.Operator) == false)
        {
            return Refusal.NotFound();
        }
        await feed.TellAsync(TalentSubject.Everything, [Guid.Empty], ct);
        return await db.WriteAsync<Done>(
            () =>
            {
                db.Audit(actor, "index.rebuild", Guid.Empty);
                return Task.FromResult<Outcome<Done>>(Done.It);
            },
            ct
        );
    }
}

/// <summary>Builds the index when the node starts and keeps up with what other nodes told.</summary>
internal sealed class FollowChanges(TalentIndex index, ILogger<FollowChanges> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>Turns of following between two snapshots.</summary>
    private const int SnapshotEvery = 600;

    /// <summary>What is lost of a snapshot at the end is only time at the next start.</summary>
    private static readonly TimeSpan LastSnapshot = TimeSpan.FromSeconds(20);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LastSnapshot);
        try
        {
            await index.SaveSnapshotAsync(limit.Token);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            log.LogWarning(e, "The snapshot of the index was not written");
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        var turn = 0;
        do
        {
            try
            {
                await index.ReadyAsync(stoppingToken);
                await index.CatchUpAsync(stoppingToken);
                if (turn++ % SnapshotEvery == 0)
                {
                    await index.SaveSnapshotAsync(stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "The index could not follow; trying again");
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
