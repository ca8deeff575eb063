using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Platform;

/// <summary>One capability of the product: its tables, its registrations and the guards it wants the database itself to keep.</summary>
public abstract class Module
{
    /// <summary>Maps this module's tables.</summary>
    public virtual void Tables(ModelBuilder model) { }

    /// <summary>Registers use cases, chores and event handlers, one line each.</summary>
    public virtual void Services(IServiceCollection services) { }

    /// <summary>
    /// SQL that may be run again and again after migrating (triggers, functions): what a model cannot say, such as
    /// "rows of this table are never changed".
    /// </summary>
    public virtual IEnumerable<string> Guards(Dialect dialect) => [];

    /// <summary>Work at start, after the database is ready (loading shipped data, building an index). Must be idempotent.</summary>
    public virtual Task StartAsync(IServiceProvider services, CancellationToken ct) => Task.CompletedTask;
}
