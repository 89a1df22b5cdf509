// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.packetloom.serving.Admission;
import org.packetloom.serving.ServerLimits;
import org.packetloom.tls.Tls;

/**
 * What every connection of a server is served with.
 *
 * @param handler serves it
 * @param admission decides whether it is served at all
 * @param connections those that are served
 * @param tls how each connection is encrypted; empty if not, or by its scheme
 * @param loom the toolkit
 * @param reports where failures go
 * @param threads makes a thread for it
 */
record Service(
    Handler handler,
    Admission admission,
    ConnectionSet connections,
    Optional<Tls> tls,
    Packetloom loom,
    FailureReports reports,
    ThreadFactory threads) {
  /** How many there may be, how long and how slow. */
  ServerLimits limits() {
    return admission.limits();
  }
}
