using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>The tables of chargebacks.</summary>
internal static class ChargebackTables
{
    extension(MetierDb db)
    {
        internal DbSet<Chargeback> Chargebacks => db.Set<Chargeback>();
        internal DbSet<ChargebackPart> ChargebackParts => db.Set<ChargebackPart>();
        internal DbSet<SandboxDispute> SandboxDisputes => db.Set<SandboxDispute>();
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<Chargeback>(e =>
        {
            e.ToTable("chargeback");
            e.HasKey(x => x.Id);
            e.Ignore(x => x.Unit);
            e.Ignore(x => x.Amount);
            e.Ignore(x => x.BankUnit);
            e.Ignore(x => x.BankAmount);
            e.Property(x => x.BankCurrency).HasMaxLength(3);
            e.Ignore(x => x.IsOpen);
            e.Ignore(x => x.Parties);
            e.Property(x => x.Provider).HasMaxLength(32);
            e.Property(x => x.Reference).HasMaxLength(200);
            e.Property(x => x.PurposeKind).HasMaxLength(40);
            e.Property(x => x.Memo).HasMaxLength(200);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.Reason).HasMaxLength(60);
            e.Property(x => x.Evidence).HasMaxLength(AnswerChargeback.MostText);
            e.Property(x => x.AnswerProblem).HasMaxLength(60);
            e.HasIndex(x => new { x.Provider, x.Reference }).IsUnique();
            e.HasIndex(x => x.ChargeId);
            e.HasIndex(x => new { x.ClientId, x.ClosedAt });
            e.HasIndex(x => new { x.FreelancerId, x.ClosedAt });
            e.HasIndex(x => x.ContractId);
            e.HasIndex(x => new { x.RecordedAt, x.Id });
            e.HasIndex(x => x.NextAt).HasFilter($"\"{nameof(Chargeback.NextAt)}\" IS NOT NULL");
        });
        model.Entity<ChargebackPart>(e =>
        {
            e.ToTable("chargeback_part");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.ChargebackId);
            e.HasIndex(x => x.HoldingId);
            e.HasIndex(x => x.EarningId);
        });
        model.Entity<SandboxDispute>(e =>
        {
            e.ToTable("sandbox_dispute");
            e.HasKey(x => x.Reference);
            e.Property(x => x.Reference).HasMaxLength(60);
            e.Property(x => x.CollectionReference).HasMaxLength(60);
            e.Property(x => x.Currency).HasMaxLength(3);
            e.Property(x => x.Reason).HasMaxLength(60);
            e.HasIndex(x => x.OperationId);
            e.HasIndex(x => x.TellAt).HasFilter($"\"{nameof(SandboxDispute.TellAt)}\" IS NOT NULL");
        });
    }
}
