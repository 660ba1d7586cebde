Rectify.search.receive("fold","個个兩两劃划區区場场彔录換换沒没發发箇个號号製制計计記记護护辦办錄录録录電电頁页髮发")
