using Metier.Contracts;
using Metier.Jobs;
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
        IHandle<PaymentMethodAdded>,
        IHandle<PaymentMethodRemoved>
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

    /// <summary>Reviews of the client stand in the order of its jobs.</summary>
    public Task HandleAsync(FeedbackShown happened, CancellationToken ct) => ClientAsync(happened.ClientId, null, ct);

    public Task HandleAsync(ReviewChangeAnswered happened, CancellationToken ct) =>
        ClientAsync(happened.ClientId, null, ct);

    public Task HandleAsync(PaymentMethodAdded happened, CancellationToken ct) =>
        ClientAsync(happened.ClientId, null, ct);

    public Task HandleAsync(PaymentMethodRemoved happened, CancellationToken ct) =>
        ClientAsync(happened.ClientId, null, ct);

    private async Task FreelancersAsync(Guid[] ids, CancellationToken ct)
    {
        await feed.TellAsync(TalentSubject.Freelancer, ids, ct);
        await index.CatchUpAsync(ct);
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

/// <summary>Builds the index when the node starts and keeps up with what other nodes told.</summary>
internal sealed class FollowChanges(TalentIndex index, ILogger<FollowChanges> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        do
        {
            try
            {
                await index.ReadyAsync(stoppingToken);
                await index.CatchUpAsync(stoppingToken);
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
