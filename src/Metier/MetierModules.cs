using Metier.Admin;
using Metier.Contracts;
using Metier.Demo;
using Metier.Diary;
using Metier.Disputes;
using Metier.Invoicing;
using Metier.Jobs;
using Metier.Members;
using Metier.Notifications;
using Metier.Payments;
using Metier.Payroll;
using Metier.Platform;
using Metier.Profiles;
using Metier.Proposals;
using Metier.Reputation;
using Metier.Rooms;
using Metier.Talent;
using Metier.Tax;
using Metier.Taxonomy;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Metier;

/// <summary>The map of the product: its modules from left to right, and their registration.</summary>
public static class MetierModules
{
    /// <summary>Each module may use only those before it; a test holds the order.</summary>
    public static readonly ModuleSet Set = new([
        new MembersModule(),
        new NotificationsModule(),
        new TaxonomyModule(),
        new ProfilesModule(),
        new RoomsModule(),
        new PaymentsModule(),
        new JobsModule(),
        new ProposalsModule(),
        new ContractsModule(),
        new DiaryModule(),
        new ReputationModule(),
        new InvoicingModule(),
        new TaxModule(),
        new PayrollModule(),
        new DisputesModule(),
        new TalentModule(),
        new AdminModule(),
        new DemoModule(),
    ]);

    /// <summary>
    /// Registers everything except HTTP. <paramref name="postgres"/> is a PostgreSQL connection string; without one the
    /// database is a SQLite file in the data folder.
    /// </summary>
    public static IServiceCollection AddMetier(
        this IServiceCollection services,
        IConfiguration configuration,
        InstanceOptions instance,
        string? postgres
    )
    {
        services.AddSingleton(instance);
        services.AddSingleton(configuration.GetSection("Marketplace:Rules").Get<RuleOptions>() ?? new RuleOptions());
        services.AddSingleton(
            configuration.GetSection("Invoicing:Operator").Get<OperatorOptions>() ?? new OperatorOptions()
        );
        services.AddSingleton(
            configuration.GetSection("Invoicing:VatCheck").Get<VatCheckOptions>() ?? new VatCheckOptions()
        );
        services.AddSingleton(Set);
        services.AddSingleton<EventRegistry>();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<TimeProvider>(instance.Sandbox ? new SandboxClock() : TimeProvider.System);
        // The same options for every context: made anew for each, they cost a request more than the rest of its context does.
        services.AddDbContext<MetierDb>(
            o => Database(o, instance, postgres),
            optionsLifetime: ServiceLifetime.Singleton
        );
        services.AddSingleton<DatabaseStart>();
        services.AddSingleton<InstanceSecret>();
        services.AddSingleton<FileLinks>();
        services.AddSingleton<IFileStore, DiskFileStore>();
        services.AddSingleton<DocumentFonts>();
        services.AddScoped<FileIntake>();
        services.AddMail(configuration, instance);
        services.AddSingleton<Outbox>();
        services.AddSingleton<ChoreRunner>();
        services.AddSingleton<AdvanceClock>();
        services.AddScoped<AuditViews>();
        services.AddScoped<StaffLooks>();
        services.AddScoped<HealthViews>();
        services.AddDataProtection().SetApplicationName("metier").PersistKeysToDbContext<MetierDb>();
        foreach (var module in Set.All)
        {
            module.Services(services);
        }
        return services;
    }

    /// <summary>Background work: the outbox, the chores, the index that follows changes. Left out of one-shot commands.</summary>
    public static IServiceCollection AddMetierBackground(this IServiceCollection services) =>
        services
            .AddHostedService<OutboxService>()
            .AddHostedService<ChoreService>()
            .AddHostedService<FollowChanges>()
            .AddHostedService<FollowFees>()
            .AddHostedService<WriteRankingLog>();

    /// <summary>Points a context at PostgreSQL, or at the SQLite file of the data folder.</summary>
    public static void Database(DbContextOptionsBuilder options, InstanceOptions instance, string? postgres)
    {
        // A test compares the model with the migrations; a start need not build both to do it again.
        options.ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning));
        if (postgres is null)
        {
            Directory.CreateDirectory(instance.DataFolder);
            var file = Path.Combine(instance.DataFolder, "metier.db");
            options.AddInterceptors(SqliteHaste.It);
            // A list of ids is one parameter: as a parameter each, a statement is composed anew for every length, which for five hundred
            // costs far more than to run it.
            options.UseSqlite(
                $"Data Source={file};Foreign Keys=True;Default Timeout=30;Pooling=True",
                o =>
                    o.MigrationsAssembly("Metier.Migrations.Sqlite")
                        .UseParameterizedCollectionMode(ParameterTranslationMode.Parameter)
                        .UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery)
            );
        }
        else
        {
            // Nothing sets anything for longer than a transaction, so a connection need not be washed between two of them.
            options.UseNpgsql(
                new NpgsqlConnectionStringBuilder(postgres) { NoResetOnClose = true }.ConnectionString,
                o =>
                    o.MigrationsAssembly("Metier.Migrations.Postgres")
                        .UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery)
            );
        }
    }
}
