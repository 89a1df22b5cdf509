// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.packetloom.proxy.ProxyProtocol;

/**
 * What every connection of a server is served with.
 *
 * @param handler serves it
 * @param limits how many there may be, how long and how slow
 * @param connections those that are served
 * @param peers how many of them each peer has
 * @param proxies who has to send a header first; empty if nobody
 * @param reports where failures go
 * @param threads makes a thread for it
 */
record Service(
    Handler handler,
    ServerLimits limits,
    ConnectionSet connections,
    PeerCounts peers,
    Optional<ProxyProtocol> proxies,
    FailureReports reports,
    ThreadFactory threads) {}
