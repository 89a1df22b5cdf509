// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

/** What every server promises. A row extends this class as it does for listeners. */
public abstract class ServerContract extends LoomContract
    implements ServerServing, ServerEnding, ServerLimiting, ServerProxied {}
