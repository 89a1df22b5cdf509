// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

/**
 * What every listener promises, and connecting to it. A row extends this class, and says which
 * toolkit and which addresses are used.
 */
public abstract class ListenerContract extends LoomContract
    implements ListenerAccept,
        ListenerWaits,
        ListenerAddresses,
        ListenerFailures,
        ListenerConnect,
        ListenerNonBlocking,
        LoomClose {}
