package io.longshore.stack;

import io.longshore.ip.IpSettingList;
import io.longshore.ip.Network;
import io.longshore.sysctl.CounterTable;
import io.longshore.sysctl.SettingTable;
import io.longshore.tcp.Tcp;
import io.longshore.tcp.TcpCounterList;
import io.longshore.tcp.TcpSettingList;

/// All that an operator can set and read of one shard, by Linux's names. Used on the shard's thread.
///
/// @param settings by sysctl name
/// @param counters by `nstat` name
public record ShardTables(SettingTable settings, CounterTable counters) {

    static ShardTables of(Tcp tcp, Network network, StackCounters counters) {
        return new ShardTables(
                new SettingTable().with(TcpSettingList.all(), tcp.settings)
                        .with(IpSettingList.all(), network.ours().settings()),
                new CounterTable().with(TcpCounterList.all(), tcp.counters)
                        .with(IpSettingList.counters(), network.counters()).with(StackCounterList.all(), counters));
    }
}
