// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

/**
 * What every stream promises. A row extends this class, and says how two connected ends are opened
 * and what they lack.
 */
public abstract class StreamContract implements StreamTransfer {}
