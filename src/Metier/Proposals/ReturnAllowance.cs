using Metier.Jobs;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Proposals;

/// <summary>A job that closes gives the allowance of its proposals back.</summary>
internal sealed class ReturnAllowance(MetierDb db) : IHandle<JobClosed>
{
    public async Task HandleAsync(JobClosed happened, CancellationToken ct) =>
        await db.WriteAsync<Done>(
            async () =>
            {
                await db
                    .Proposals.Where(p => p.JobId == happened.JobId && p.AllowanceUntil != null)
                    .ExecuteUpdateAsync(
                        s =>
                            s.SetProperty(p => p.AllowanceUntil, (DateTime?)null)
                                .SetProperty(p => p.Version, p => p.Version + 1),
                        ct
                    );
                return Done.It;
            },
            ct
        );
}
