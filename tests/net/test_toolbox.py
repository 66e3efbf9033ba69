"""What is dear is built once and shared."""

from monitor.clock import SystemClock
from monitor.net.resolve import Family
from monitor.net.toolbox import Net, system_net


def test_probes_with_the_same_name_servers_share_a_resolver() -> None:
    net = Net(clock=SystemClock(), user_agent="t", hosts={})
    ours = net.resolver(("127.0.0.1:5353",))
    assert net.resolver(("127.0.0.1:5353",)) is ours
    assert net.resolver(("127.0.0.1:5354",)) is not ours
    assert net.resolver(()) is net.resolver(())


async def test_the_systems_toolbox_knows_localhost() -> None:
    net = system_net(SystemClock(), "t")
    await net.warm_up()
    found = await net.resolver(()).resolve("localhost", Family.IP4, {})
    assert found.addresses == ("127.0.0.1",)
    assert not found.from_dns
