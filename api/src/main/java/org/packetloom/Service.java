// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.packetloom.proxy.ProxyProtocol;
import org.packetloom.tls.Tls;

/**
 * What every connection of a server is served with.
 *
 * @param handler serves it
 * @param limits how many there may be, how long and how slow
 * @param connections those that are served
 * @param peers how many of them each peer has
 * @param proxies who has to send a header first; empty if nobody
 * @param tls how each connection is encrypted; empty if not, or by its scheme
 * @param loom the toolkit
 * @param reports where failures go
 * @param threads makes a thread for it
 */
record Service(
    Handler handler,
    ServerLimits limits,
    ConnectionSet connections,
    PeerCounts peers,
    Optional<ProxyProtocol> proxies,
    Optional<Tls> tls,
    Packetloom loom,
    FailureReports reports,
    ThreadFactory threads) {}
