Rectify.search.receive("fold","侷局務务沒没發发號号製制車车辦办髮发")
