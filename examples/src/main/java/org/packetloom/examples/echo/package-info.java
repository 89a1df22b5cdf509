// SPDX-License-Identifier: Apache-2.0
/** An echo, and a client that measures it and checks every byte. */
package org.packetloom.examples.echo;
