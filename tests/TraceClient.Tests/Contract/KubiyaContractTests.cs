namespace TraceClient.Tests.Contract;

public sealed class KubiyaContractTests : SourceContract
{
    private protected override ContractSubject Subject { get; } = new KubiyaSubject();
}
